// The page comes to life: the address, the form, the table and the task's page follow one another.
const form = $("filters");
let asked = readAddress() || { wanted: readForm(form), task: "" };
let later = 0;

/** Show what is asked for. */
function show() {
  const found = narrowed(asked.wanted);
  table.show(found);
  const by = {};
  for (const task of found) by[task.light] = (by[task.light] || 0) + 1;
  const marks = { red: "■ 红", yellow: "▲ 黄", green: "● 绿", grey: "× 灰", done: "√ 办结" };
  const lights = Object.entries(marks).filter(([key]) => by[key]).map(([key, words]) => `${words} ${counted(by[key])}`);
  const whole = found.length === tasks.length ? "" : `（全部 ${counted(tasks.length)} 项）`;
  $("count").textContent = found.length
    ? `列出 ${counted(found.length)} 项${whole}：${lights.join("　")}`
    : `没有符合条件的任务${whole}`;
}

/** Take over what the form says; the address follows when the typing rests. */
function formChanged() {
  asked.wanted = readForm(form);
  show();
  clearTimeout(later);
  later = setTimeout(() => history.replaceState(null, "", addressOf(asked.wanted, asked.task)), 250);
}

/** Take over what the address says. */
function addressChanged() {
  clearTimeout(later);
  const read = readAddress();
  if (!read) return;
  const same = addressOf(read.wanted, "") === addressOf(asked.wanted, "");
  asked = read;
  if (!same) {
    writeForm(form, asked.wanted);
    show();
    if (!asked.task) $("tasks").scrollIntoView();
  }
  showTask();
}

function showTask() {
  if (!asked.task) taskPage.hide();
  else if (!taskPage.show(asked.task)) {
    taskPage.hide();
    $("count").textContent += `　本页没有任务「${asked.task}」`;
  }
}

function openTask(id) {
  clearTimeout(later);
  const address = addressOf(asked.wanted, id);
  if (taskPage.id) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  asked.task = id;
  showTask();
}

function clear() {
  form.reset();
}

form.addEventListener("input", formChanged);
form.addEventListener("reset", () => setTimeout(formChanged));
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", addressChanged);
addEventListener("popstate", addressChanged);
addEventListener("resize", () => {
  chart.draw();
  table.moved();
});
for (const details of document.querySelectorAll("main details")) details.addEventListener("toggle", () => table.moved());

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a[href^='#']");
  if (link) {
    const to = link.getAttribute("href").slice(1);
    if (to.startsWith("task=")) {
      event.preventDefault();
      openTask(decodeURIComponent(to.slice(5)));
    } else if (!to.includes("=")) {
      event.preventDefault();
      $(to).scrollIntoView();
    }
    return;
  }
  const row = event.target.closest("#rows tr[data-index]");
  if (row && String(getSelection()) === "") openTask(table.task(Number(row.dataset.index)).id);
});

for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}
taskPage.dialog.addEventListener("close", () => {
  if (!asked.task) return;
  asked.task = "";
  history.replaceState(null, "", addressOf(asked.wanted, ""));
  taskPage.hide();
});
for (const [name, step] of [["previous", -1], ["next", 1]]) {
  $(name).addEventListener("click", () => actions.step(step));
}

const actions = {
  step(by) {
    if (!taskPage.id) table.go(by);
    else if (taskPage.beside(by)) openTask(taskPage.beside(by));
  },
  search() {
    $("q").focus();
    $("q").select();
  },
  clearSearch() {
    $("q").value = "";
    formChanged();
  },
  clear,
  help() {
    $("help").showModal();
    $("help-title").focus();
  },
};
listenToKeys(actions);
$("theme").addEventListener("click", () => theme.next());
$("help-open").addEventListener("click", actions.help);
$("print").addEventListener("click", () => print());
$("print-task").addEventListener("click", () => print());

const opened = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details[data-print]:not([open])")) {
    if (details.querySelectorAll("tr").length <= 400) {
      details.open = true;
      opened.push(details);
    }
  }
  const rest = table.print(true);
  $("printed").hidden = !rest;
  $("printed").textContent = `只印前 ${counted(PRINTED)} 项，还有 ${counted(rest)} 项：先筛选，再打印`;
  chart.draw(680);
});
addEventListener("afterprint", () => {
  table.print(false);
  $("printed").hidden = true;
  for (const details of opened.splice(0)) details.open = false;
  chart.draw();
});

fitForm(form);
const longest = tasks.reduce((most, task) => Math.max(most, task.id.length), 4);
document.documentElement.style.setProperty("--longest", Math.min(24, longest));
form.hidden = false;
$("more").open = innerWidth > 768;
document.querySelector(".tools").hidden = false;
writeForm(form, asked.wanted);
show();
showTask();
document.documentElement.dataset.ready = "yes";
