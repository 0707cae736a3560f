// Which tasks: the filters of `bizenv list` and the search of `bizenv search`, over the tasks of the page.

/** Return the tasks that pass, in the order wanted. */
function narrowed(wanted) {
  const words = wanted.q.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = [];
  const add = (given, test) => given && tests.push(test);
  add(wanted.plan, (task) => task.plan === wanted.plan);
  add(wanted.unit, (task) => hasUnit(task, wanted.unit, wanted.role));
  add(wanted.official, (task) => task.officials.includes(wanted.official));
  add(wanted.indicator, (task) => task.indicator === wanted.indicator);
  add(wanted.sub, (task) => task.sub_indicator === wanted.sub);
  add(wanted.action, (task) => task.action === wanted.action);
  add(wanted.after, (task) => task.day !== "" && task.day >= wanted.after);
  add(wanted.before, (task) => task.day !== "" && task.day <= wanted.before);
  add(wanted.status.length, (task) => wanted.status.includes(task.status));
  add(wanted.light.length, (task) => wanted.light.includes(task.light));
  add(words.length, (task) => words.every((word) => searched(task).includes(word) || isNumber(task, word)));
  const found = tasks.filter((task) => tests.every((test) => test(task)));
  if (wanted.sort === "deadline") {
    const key = (task) => task.day || "9999-99-99";
    found.sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : one.index - other.index));
  }
  return found;
}

function hasUnit(task, unit, role) {
  return (
    (role !== "support" && task.lead_units.includes(unit)) || (role !== "lead" && task.support_units.includes(unit))
  );
}

function isNumber(task, word) {
  return task.id === word || task.id.endsWith(`:${word}`);
}

/** Read the form. */
function readForm(form) {
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");
  const ticked = (name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value);
  const wanted = {};
  for (const name of NAMES) wanted[name] = MANY.has(name) ? ticked(name) : value(name);
  const [kind, subject] = splitOnce(value("subject"));
  for (const name of ["indicator", "sub", "action"]) wanted[name] = kind === name ? subject : "";
  return wanted;
}

/** Set the form to what is asked for. */
function writeForm(form, wanted) {
  for (const name of NAMES) {
    if (MANY.has(name)) {
      for (const box of form.querySelectorAll(`[name="${name}"]`)) box.checked = wanted[name].includes(box.value);
    } else if (form.elements[name]) form.elements[name].value = wanted[name];
  }
  const kind = ["indicator", "sub", "action"].find((name) => wanted[name]);
  form.elements.subject.value = kind ? `${kind}:${wanted[kind]}` : "";
}

/** Leave out of the form the names that no task of the page has. */
function fitForm(form) {
  const subjects = (task) => [`indicator:${task.indicator}`, `sub:${task.sub_indicator}`, `action:${task.action}`];
  const named = {
    unit: (task) => [...task.lead_units, ...task.support_units],
    official: (task) => task.officials,
    subject: subjects,
  };
  for (const [name, of] of Object.entries(named)) {
    const known = new Set(tasks.flatMap(of));
    for (const option of [...form.elements[name].options]) {
      if (option.value && !known.has(option.value)) option.remove();
    }
  }
  for (const group of form.elements.subject.querySelectorAll("optgroup:empty")) group.remove();
}

function splitOnce(text) {
  const at = text.indexOf(":");
  return at < 0 ? ["", ""] : [text.slice(0, at), text.slice(at + 1)];
}
