// A chart one can explore: drawn from the table beneath it, in place of the picture that the server drew.
(() => {
  "use strict";
  const lang = document.documentElement.lang || undefined;
  const day = 86400;

  for (const chart of document.querySelectorAll(".chart[data-trend]")) {
    const rows = [...document.querySelectorAll(`#${chart.dataset.trend} tr[data-value]`)].map(read).reverse();
    if (rows.length > 1 && window.uPlot) explore(chart, rows);
  }

  function read(row) {
    const number = (name) => (row.dataset[name] === undefined ? null : Number(row.dataset[name]));
    const words = [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
    return {
      at: Date.parse(`${row.dataset.at}T12:00:00Z`) / 1000, series: number("series"), line: `${row.dataset.series} ${row.dataset.part}`, value: number("value"),
      low: number("low"), high: number("high"), mark: row.dataset.mark, words: words.join(", "),
    };
  }

  function colours(root) {
    const probe = root.appendChild(document.createElement("span"));
    const found = {};
    for (const name of ["accent", "ink-2", "ok", "line", "edge", "band", "amber-mark", "red", "surface"]) {
      probe.style.color = `var(--${name})`; // light-dark() is only resolved in a colour that is used
      found[name] = getComputedStyle(probe).color;
    }
    probe.remove();
    return found;
  }

  function explore(chart, rows) {
    const plot = document.createElement("div");
    const said = document.createElement("p");
    plot.className = "plot";
    plot.tabIndex = 0;
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", `${chart.dataset.label}. ${chart.dataset.help}`);
    said.className = "readout";
    said.setAttribute("aria-live", "polite");
    said.textContent = chart.dataset.help;
    chart.append(plot, said);
    chart.classList.add("drawn");

    let hue = colours(plot);
    const lines = [...new Set(rows.map((row) => row.line))].map((name) => rows.filter((row) => row.line === name));
    const strokes = () => [hue.accent, hue["ink-2"], hue.ok];
    const times = [...new Set(rows.map((row) => row.at))];
    const data = [times];
    for (const line of lines) data.push(times.map((at) => line.find((row) => row.at === at)?.value ?? null));
    const chosen = { row: null };
    const margin = Math.max((times.at(-1) - times[0]) * 0.03, day);
    const all = [times[0] - margin, times.at(-1) + margin];
    const axis = {
      font: '13px "Atkinson Next", sans-serif', stroke: () => hue["ink-2"], ticks: { stroke: () => hue.edge, size: 6 },
      grid: { stroke: () => hue.line, width: 1 },
    };
    const options = {
      width: plot.clientWidth, height: plot.clientHeight, legend: { show: false }, padding: [12, 12, 0, 0],
      scales: { x: { time: true, range: (u, low, high) => (low === times[0] && high === times.at(-1) ? all : [low, high]) },
        y: { range: [Number(chart.dataset.floor), Number(chart.dataset.ceiling)] } },
      axes: [{ ...axis, grid: { show: false }, space: 60, values: (u, at, i, space, step) => at.map((each) => label(each, step)) }, { ...axis, size: 52 }],
      series: [{}, ...lines.map(([{ series }]) => ({
        stroke: () => strokes()[series % 3], width: series ? 1.5 : 2, dash: series ? [2, 4] : undefined,
        spanGaps: true, points: { show: false },
      }))],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false } },
      hooks: {
        drawAxes: [(u) => bands(u)],
        draw: [(u) => rows.forEach((row) => mark(u, row))],
        setCursor: [(u) => u.cursor.left >= 0 && choose(nearest(u))],
      },
    };
    const u = new uPlot(options, data, plot);

    function label(at, step) {
      const shape = step >= 360 * day ? { year: "numeric" } : step >= 27 * day ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
      return new Intl.DateTimeFormat(lang, { ...shape, timeZone: "UTC" }).format(new Date(at * 1000));
    }

    // As the server draws them (charts/bands.py): each line has ranges of its own, and a result without one ends them.
    function stretches(line) {
      const none = (row) => row.low === null && row.high === null;
      const found = [];
      line.forEach((row, i) => {
        const before = line[i - 1];
        const same = i > 0 && before.low === row.low && before.high === row.high;
        if (i > 0 && !none(before) && !none(row)) found.at(-1).end = row.at;
        if (!none(row) && !same) found.push({ low: row.low, high: row.high, start: row.at, end: row.at });
      });
      return found;
    }

    function bands(u) {
      const { left, top, width, height } = u.bbox;
      const near = 6 * devicePixelRatio;
      const seen = new Set();
      u.ctx.save();
      u.ctx.beginPath();
      u.ctx.rect(left, top, width, height);
      u.ctx.clip();
      u.ctx.fillStyle = hue.band;
      u.ctx.globalAlpha = 0.75;
      for (const { low, high, start, end } of lines.flatMap(stretches)) {
        const key = [low, high, start, end].join();
        if (seen.has(key)) continue;
        seen.add(key);
        const single = start === end ? near : 0;
        const x = u.valToPos(start, "x", true) - single, right = u.valToPos(end, "x", true) + single;
        const y = high === null ? top : u.valToPos(high, "y", true);
        const foot = low === null ? top + height : u.valToPos(low, "y", true);
        u.ctx.fillRect(x, y, right - x, foot - y);
      }
      u.ctx.restore();
    }

    function mark(u, row) {
      const x = u.valToPos(row.at, "x", true), y = u.valToPos(row.value, "y", true);
      if (x < u.bbox.left - 2 || x > u.bbox.left + u.bbox.width + 2) return;
      const r = (row === chosen.row ? 8 : 5.5) * devicePixelRatio;
      const own = strokes()[row.series % 3];
      const fill = { out: hue["amber-mark"], critical: hue.red }[row.mark] || (row.series === 1 ? hue.surface : own);
      u.ctx.setLineDash([]);
      u.ctx.beginPath();
      if (row.mark !== "in") {
        u.ctx.moveTo(x, y - r * 1.3);
        u.ctx.lineTo(x + r * 1.2, y);
        u.ctx.lineTo(x, y + r * 1.3);
        u.ctx.lineTo(x - r * 1.2, y);
        u.ctx.closePath();
      } else if (row.series === 1) u.ctx.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
      else u.ctx.arc(x, y, r, 0, 2 * Math.PI);
      u.ctx.fillStyle = fill;
      u.ctx.fill();
      u.ctx.lineWidth = 2 * devicePixelRatio;
      u.ctx.strokeStyle = row.series === 1 && row.mark === "in" ? own : hue.surface;
      u.ctx.stroke();
    }

    function nearest(u) {
      const at = u.posToVal(u.cursor.left, "x");
      return rows.reduce((best, row) => (Math.abs(row.at - at) < Math.abs(best.at - at) ? row : best));
    }

    function choose(row) {
      if (row === chosen.row) return;
      chosen.row = row;
      said.textContent = row.words;
      u.redraw(false);
    }

    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -rows.length, End: rows.length }[event.key];
      if (!step) return;
      event.preventDefault();
      const from = chosen.row ? rows.indexOf(chosen.row) : step > 0 ? -1 : rows.length;
      choose(rows[Math.min(Math.max(from + step, 0), rows.length - 1)]);
    });
    new ResizeObserver(() => u.setSize({ width: plot.clientWidth, height: plot.clientHeight })).observe(plot);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      hue = colours(plot);
      u.redraw();
    });
  }
})();
