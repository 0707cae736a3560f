// What is asked of the page, and its address: all of it stands after the # and can be sent to others.
const NAMES = ["q", "plan", "unit", "role", "official", "indicator", "sub", "action", "after", "before", "status", "light", "sort"];
const MANY = new Set(["status", "light"]);

/** Return the filters and the task that an address asks for, or null where it is a place on the page. */
function readAddress() {
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) return null;
  const given = new URLSearchParams(hash);
  const wanted = {};
  for (const name of NAMES) {
    const value = given.get(name) || "";
    wanted[name] = MANY.has(name) ? value.split(",").filter(Boolean) : value;
  }
  return { wanted, task: given.get("task") || "" };
}

/** Return the address of some filters and a task. */
function addressOf(wanted, task) {
  const parts = [];
  for (const name of NAMES) {
    const value = MANY.has(name) ? wanted[name].join(",") : wanted[name];
    if (value) parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  if (task) parts.push(`task=${encodeURIComponent(task)}`);
  return `#${parts.join("&")}`;
}
