// The keyboard: what the help lists. Single letters do nothing while somebody types, or where they are switched off.
function listenToKeys(actions) {
  $("no-keys").checked = choices.get("no-keys") === "yes";
  $("no-keys").addEventListener("change", (event) => choices.set("no-keys", event.target.checked ? "yes" : ""));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (typing) {
      if (event.key === "Escape" && event.target.id === "q") actions.clearSearch();
      return;
    }
    const inRows = event.target.closest("#rows");
    const onTask = taskPage.dialog.open;
    if ($("help").open) return;
    let action = null;
    if (event.key === "ArrowDown" && (inRows || onTask)) action = () => actions.step(1);
    else if (event.key === "ArrowUp" && (inRows || onTask)) action = () => actions.step(-1);
    else if (event.key === "Home" && inRows) action = () => table.go(0, 0);
    else if (event.key === "End" && inRows) action = () => table.go(0, table.last());
    else if (event.key.length === 1 && !$("no-keys").checked) action = letters(actions, onTask)[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function letters(actions, onTask) {
  const everywhere = { j: () => actions.step(1), k: () => actions.step(-1), t: () => theme.next() };
  if (onTask) return everywhere;
  return { ...everywhere, "/": actions.search, c: actions.clear, "?": actions.help };
}
