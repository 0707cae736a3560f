// The tasks of the page, decoded once: lists and details stay places in `strings` until somebody looks at them.
const data = JSON.parse($("data").textContent);
const strings = data.strings;
const LISTS = new Set(["lead_units", "support_units", "officials"]);
const LATER = new Set(["facts", "entries", "overlaps"]);

const tasks = data.tasks.map((row, index) => {
  const task = { index };
  data.fields.forEach((name, at) => {
    const value = row[at];
    if (LATER.has(name)) task[name] = value;
    else if (LISTS.has(name)) task[name] = value.map((place) => strings[place]);
    else task[name] = strings[value];
  });
  return task;
});
const byId = new Map(tasks.map((task) => [task.id, task]));
data.tasks = null;

/** Return the texts behind places, however deep they lie. */
function texts(places) {
  return Array.isArray(places) ? places.map(texts) : strings[places];
}

const SEARCHED = ["measure", "work_task", "indicator", "sub_indicator", "action", "pilot", "lead", "support"];

/** Return what a search looks at, in small letters; made when first searched. */
function searched(task) {
  if (task.searched === undefined) {
    task.searched = SEARCHED.map((name) => task[name]).join("\n").toLowerCase();
  }
  return task.searched;
}
