// The table of tasks: up to some hundred rows all stand in the page; of more, only those in sight (virtual-core).
const ALL = 500;
const PRINTED = 2000;

const table = (() => {
  const body = $("rows");
  const pattern = $("row").content.querySelector("tr");
  const above = space();
  const below = space();
  const rows = new Map();
  let shown = [];
  let printing = false;
  let current = -1;

  const virtualizer = new TanStackVirtual.Virtualizer(options(0));
  virtualizer._didMount();
  virtualizer._willUpdate();

  function options(count) {
    return {
      count,
      getScrollElement: () => window,
      estimateSize: () => (window.innerWidth <= 768 ? 150 : 88),
      scrollToFn: TanStackVirtual.windowScroll,
      observeElementRect: TanStackVirtual.observeWindowRect,
      observeElementOffset: TanStackVirtual.observeWindowOffset,
      measureElement: TanStackVirtual.measureElement,
      getItemKey: (index) => shown[index].index,
      scrollMargin: body.getBoundingClientRect().top + window.scrollY,
      scrollPaddingStart: 110,
      initialOffset: () => window.scrollY,
      overscan: 12,
      onChange: () => draw(),
    };
  }

  function space() {
    return element("tr", element("td", "", { colspan: "6" }), { class: "space", "aria-hidden": "true" });
  }

  function row(task) {
    const made = pattern.cloneNode(true);
    const [id, belongs, measure, lead, deadline, said] = made.children;
    id.firstChild.href = `#task=${encodeURIComponent(task.id)}`;
    id.firstChild.textContent = task.id;
    belongs.textContent = task.belongs;
    measure.firstChild.textContent = task.measure;
    lead.textContent = task.lead;
    deadline.textContent = task.deadline;
    said.textContent = task.said;
    said.className = `said ${task.light} ${task.urgent}`;
    return made;
  }

  function draw() {
    const whole = printing || shown.length <= ALL;
    const last = printing ? Math.min(shown.length, PRINTED) : shown.length;
    const items = whole ? null : virtualizer.getVirtualItems();
    const indexes = whole ? Array.from({ length: last }, (_, index) => index) : items.map((item) => item.index);
    const kept = new Set(indexes.map((index) => shown[index].index));
    for (const [key, made] of rows) {
      if (!kept.has(key)) {
        made.remove();
        rows.delete(key);
      }
    }
    let place = above;
    for (const index of indexes) {
      const task = shown[index];
      let made = rows.get(task.index);
      if (!made) {
        made = row(task);
        rows.set(task.index, made);
      }
      made.dataset.index = index;
      made.setAttribute("aria-rowindex", index + 2);
      if (place.nextSibling !== made) place.after(made);
      place = made;
    }
    const margin = virtualizer.options.scrollMargin;
    const first = items && items[0];
    setHeight(above, first ? first.start - margin : 0);
    setHeight(below, first ? virtualizer.getTotalSize() - (items[items.length - 1].end - margin) : 0);
    if (!whole) for (const index of indexes) virtualizer.measureElement(rows.get(shown[index].index));
  }

  function setHeight(line, height) {
    line.hidden = height <= 0;
    line.firstChild.style.height = `${Math.max(0, height)}px`;
  }

  return {
    /** Show these tasks. */
    show(found) {
      shown = found;
      current = -1;
      rows.clear();
      body.replaceChildren(above, below);
      $("table").setAttribute("aria-rowcount", found.length + 1);
      virtualizer.setOptions(options(found.length > ALL ? found.length : 0));
      virtualizer._willUpdate();
      draw();
    },
    /** Measure anew where the page around the table has changed. */
    moved() {
      if (shown.length <= ALL) return;
      virtualizer.setOptions(options(shown.length));
      virtualizer._willUpdate();
      draw();
    },
    /** Stand all rows in the page while it is printed; return how many are left out. */
    print(begins) {
      printing = begins;
      draw();
      return Math.max(0, shown.length - PRINTED);
    },
    /** Go to a row, counted from the first or from where the reader is. */
    go(step, from) {
      if (!shown.length) return;
      const start = from === undefined ? this.at() : from;
      current = Math.max(0, Math.min(shown.length - 1, start + step));
      if (shown.length > ALL) virtualizer.scrollToIndex(current, { align: "auto" });
      focusSoon(current, 20);
    },
    /** Return the place of the row that has the focus, or had it last; where none had, the one before the first in sight. */
    at() {
      const focused = document.activeElement && document.activeElement.closest("#rows tr");
      if (focused) return Number(focused.dataset.index);
      if (current >= 0) return current;
      const seen = [...body.querySelectorAll("tr[data-index]")].find((made) => made.getBoundingClientRect().top >= 0);
      return seen ? Number(seen.dataset.index) - 1 : -1;
    },
    place: (task) => shown.indexOf(task),
    task: (index) => shown[index],
    last: () => shown.length - 1,
  };

  function focusSoon(index, tries) {
    const made = rows.get(shown[index] && shown[index].index);
    if (made) made.querySelector("a").focus();
    else if (tries) requestAnimationFrame(() => focusSoon(index, tries - 1));
  }
})();
