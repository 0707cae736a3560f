// Elements and texts: every text goes into the page as text, never as markup.
const $ = (id) => document.getElementById(id);

/** Make an element with some text or children; attributes are set as they are given. */
function element(name, content, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  for (const part of Array.isArray(content) ? content : [content]) made.append(part);
  return made;
}

/** Write a count with separators between thousands. */
function counted(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Keep a choice of the reader's in this browser; where it keeps nothing (private windows), the choice lasts as long as the page. */
const choices = {
  kept: {},
  get(name) {
    try {
      return localStorage.getItem(`bizenv-${name}`) || this.kept[name] || "";
    } catch {
      return this.kept[name] || "";
    }
  },
  set(name, value) {
    this.kept[name] = value;
    try {
      localStorage.setItem(`bizenv-${name}`, value);
    } catch {
      this.kept[name] = value;
    }
  },
};
