// Light or dark: as the system has it, or as the reader chose.
const theme = (() => {
  const names = { "": "随系统", light: "浅色", dark: "深色" };
  const order = Object.keys(names);
  let chosen = order.includes(choices.get("theme")) ? choices.get("theme") : "";

  function set(name) {
    chosen = name;
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    $("theme").textContent = `深浅：${names[name]}`;
    chart.draw();
  }

  set(chosen);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.draw());
  return {
    next() {
      set(order[(order.indexOf(chosen) + 1) % order.length]);
      choices.set("theme", chosen);
    },
  };
})();
