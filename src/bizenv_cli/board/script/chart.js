// The burndown over time (uPlot): what was planned, dashed; what is, drawn through; the day of the page, upright.
const chart = (() => {
  const frame = $("chart");
  if (data.days.length < 2) return { draw() {} };
  frame.hidden = false;
  const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
  const day = (time) => new Date(time * 1000).toISOString().slice(0, 10);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const today = seconds(data.as_of);
  const plot = new uPlot(
    {
      width: width(),
      height: 300,
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
      scales: { y: { range: (_, least, most) => [0, Math.max(1, most * 1.05)] } },
      legend: { live: true },
      axes: [axis((_, times) => times.map(day), 90), axis((_, values) => values.map(counted), 40, 60)],
      series: [
        { label: "日期", value: (_, time) => (time === null ? "—" : day(time)) },
        line("原定未办结", "--dim", [8, 5]),
        line("实际未办结", "--link", []),
      ],
      hooks: { draw: [markToday] },
    },
    [data.days.map(seconds), data.planned, data.actual],
    frame,
  );
  const drawing = frame.querySelector(".u-wrap");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", "未办结的任务随时间的变化：实际与原定。数字见下面的表");
  frame.querySelector(".u-legend").setAttribute("aria-label", "图例与所指那天的数");

  function axis(values, space, size) {
    const drawn = { values, space, stroke: () => colour("--dim"), grid: { stroke: () => colour("--line"), width: 1 } };
    drawn.ticks = drawn.grid;
    drawn.font = '13px system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
    if (size) drawn.size = size;
    return drawn;
  }

  function line(label, name, dash) {
    return {
      label,
      dash,
      width: 2,
      stroke: () => colour(name),
      value: (_, value) => (value === null ? "—" : `${counted(value)} 项`),
      points: { size: 6, fill: () => colour("--paper") },
    };
  }

  function markToday(drawn) {
    const { left, top, width: across, height } = drawn.bbox;
    const at = drawn.valToPos(today, "x", true);
    if (at < left || at > left + across) return;
    const pen = drawn.ctx;
    pen.save();
    pen.strokeStyle = pen.fillStyle = colour("--red");
    pen.lineWidth = uPlot.pxRatio;
    pen.beginPath();
    pen.moveTo(at, top);
    pen.lineTo(at, top + height);
    pen.stroke();
    pen.font = `${13 * uPlot.pxRatio}px system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
    pen.textBaseline = "bottom";
    pen.textAlign = at > left + across / 2 ? "right" : "left";
    pen.fillText(` ${data.as_of} `, at, top + height - 4);
    pen.restore();
  }

  function width() {
    return Math.max(280, frame.clientWidth);
  }

  return {
    /** Draw anew in the colours of now; as wide as there is room, or as given. */
    draw(across) {
      plot.setSize({ width: across || width(), height: 300 });
      plot.redraw(false, true);
    },
  };
})();
