// The page of one task, with an address of its own.
const taskPage = (() => {
  const dialog = $("task");
  let open = null;

  function links(ids) {
    return ids.flatMap((id) => [byId.has(id) ? element("a", id, { href: `#task=${encodeURIComponent(id)}` }) : id, " "]);
  }

  function facts(task) {
    const list = texts(task.facts).map(([label, said]) => [label, said]);
    const light = list.pop();
    const state = list.findIndex(([label]) => label === "状态");
    list.splice(state + 1, 0, light);
    const others = texts(task.overlaps).map(([id, said]) => ["重叠", [...links([id]), said]]);
    const siblings = task.group.split(" ").filter((id) => id !== task.id);
    const group = siblings.length ? [["同组", links(siblings)]] : [];
    const file = list.pop();
    return [...list, ...others, ...group, file];
  }

  function fill(task) {
    $("task-title").textContent = task.title;
    $("task-measure").textContent = task.measure;
    $("task-facts").replaceChildren(
      ...facts(task).flatMap(([label, said]) => [element("dt", label), element("dd", said)]),
    );
    const entries = texts(task.entries);
    $("entries").hidden = !entries.length;
    $("no-entries").hidden = entries.length > 0;
    $("entries").tBodies[0].replaceChildren(
      ...entries.map((cells) => element("tr", cells.map((cell) => element("td", cell)))),
    );
    const place = table.place(task);
    $("previous").disabled = place <= 0;
    $("next").disabled = place < 0 || place >= table.last();
    dialog.scrollTop = 0;
  }

  return {
    get id() {
      return open ? open.id : "";
    },
    /** Show a task; tell whether there is one of this id. */
    show(id) {
      const task = byId.get(id);
      if (!task) return false;
      open = task;
      fill(task);
      if (!dialog.open) dialog.showModal();
      $("task-title").focus();
      document.documentElement.classList.add("one-task");
      return true;
    },
    hide() {
      open = null;
      document.documentElement.classList.remove("one-task");
      if (dialog.open) dialog.close();
    },
    /** Return the id of the task so many places on, or nothing. */
    beside(step) {
      const task = open && table.task(table.place(open) + step);
      return table.place(open) >= 0 && task ? task.id : "";
    },
    dialog,
  };
})();
