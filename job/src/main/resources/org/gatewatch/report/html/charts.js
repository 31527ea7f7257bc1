// Apache ECharts on canvas. Its tooltips are drawn as text, not as HTML, so that a name from a log
// stays a name and the content security policy has nothing to refuse.

let charts = [];

const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/** A chart that is drawn when it is in the document, and again when the colours change. */
function chart(height, label, option, events) {
  const box = h("div", {class: "chart", role: "img", "aria-label": label});
  box.style.height = height + "px";
  const one = {box, drawn: null, draw() {
    if (!one.drawn) {
      one.drawn = echarts.init(box, null, {renderer: "canvas", devicePixelRatio: 2});
      for (const [name, handler] of Object.entries(events || {})) one.drawn.on(name, event => handler(event, one.drawn));
    }
    one.drawn.setOption({...base(), ...option()}, true);
  }};
  charts.push(one);
  return box;
}

const base = () => ({animation: false, backgroundColor: "transparent",
  textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink")}});

const tip = formatter => ({trigger: "axis", renderMode: "richText", confine: true, formatter,
  backgroundColor: colour("page"), borderColor: colour("line"), borderWidth: 1, padding: 8,
  textStyle: {color: colour("ink"), fontSize: 12}, axisPointer: {lineStyle: {color: colour("dim")}}});

const axis = more => ({axisLine: {lineStyle: {color: colour("line")}}, axisTick: {show: false},
  axisLabel: {color: colour("dim"), fontSize: 11, hideOverlap: true},
  splitLine: {lineStyle: {color: colour("rule")}}, ...more});

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function tick(ms) {
  const d = new Date(ms);
  return d.getUTCHours() || d.getUTCMinutes() ? pad(d.getUTCHours()) + ":" + pad(d.getUTCMinutes())
    : d.getUTCDate() + " " + MONTHS[d.getUTCMonth()];
}

/**
 * Requests and tokens of credentials by the hour against what was expected, above them the findings
 * with the events they cite; around = {first, last} of the case or null. Without gateway hours those
 * of the vendor's log stand in for them.
 */
function timeline(ids, list, around) {
  const gateway = hoursOf(ids, "hours"), vendor = hoursOf(ids, "vendor_hours");
  const rows = gateway.length ? gateway : vendor, beside = gateway.length ? vendor : [];
  if (!rows.length) {
    return h("p", {class: "dim"}, "The hours of these credentials are not in this report: they were never seen at the gateway, or there are too many credentials with findings to hold them all.");
  }
  const listed = list.filter(f => f.first).sort(byGravity).slice(0, 14)
    .sort((a, b) => a.first - b.first);
  const strip = 16 * Math.max(1, listed.length);
  const most = {...span};
  const begin = around ? Math.max(most.from, around.first - 6 * DAY) : most.from;
  const end = around ? Math.min(most.to, around.last + 3 * DAY) : most.to;
  const expected = rows[0].length > 5, all = rows.concat(beside);
  const usual = around && usualOf(rows, around);
  const missing = r => expected && r[4] ? r : null;
  const marks = gaps.map(g => [{xAxis: g.from}, {xAxis: g.to}]);

  const option = () => {
    const grids = [{top: 8, height: strip}, {top: strip + 42, height: 166}, {top: strip + 258, height: 126}];
    const series = [];
    listed.forEach((f, i) => {
      const ink = colour("s" + f.severity);
      series.push({type: "line", xAxisIndex: 0, yAxisIndex: 0, symbol: "none", silent: false, id: "span" + i,
        data: [[f.first, i], [Math.max(f.last, f.first + HOUR / 2), i]],
        lineStyle: {color: ink, width: f.alert ? 5 : 2, opacity: .35, cap: "round"}, triggerLineEvent: true, name: f.uid});
      series.push({type: "scatter", xAxisIndex: 0, yAxisIndex: 0, symbolSize: 6, id: "event" + i, name: f.uid,
        data: f.evidence.map(e => [e[0], i]), itemStyle: {color: ink}});
    });
    const band = (at, grid) => [
      {type: "line", step: "middle", xAxisIndex: grid, yAxisIndex: grid, symbol: "none", silent: true, id: "high" + grid,
        data: blocks(rows, r => missing(r) ? r[at + 1] : 0), lineStyle: {width: 0}, areaStyle: {color: colour("band"), opacity: 1}, z: 1},
      {type: "line", step: "middle", xAxisIndex: grid, yAxisIndex: grid, symbol: "none", silent: true, id: "usual" + grid,
        data: usual ? everyHour(ms => usual(grid === 1 ? 1 : 3, ms)) : [], lineStyle: {width: 1, color: colour("usual")}, z: 4}];
    const seen = (at, high, grid) => ({type: "bar", xAxisIndex: grid, yAxisIndex: grid, id: "seen" + grid, large: false,
      barWidth: "72%", barMinWidth: 1, barMaxWidth: 14, z: 3,
      data: rows.map(r => ({value: [r[0], r[at]],
        itemStyle: {color: missing(r) && r[high] && r[at] > r[high] ? colour("hot") : colour("bar")}})),
      markArea: grid ? {silent: true, itemStyle: {color: colour("gap")}, data: marks} : undefined});
    if (expected) series.push(...band(4, 1), ...band(6, 2));
    series.push(seen(1, 5, 1), seen(3, 7, 2));
    series.push({type: "scatter", id: "vendor", xAxisIndex: 1, yAxisIndex: 1, silent: true, z: 5, symbol: "emptyCircle", symbolSize: 4,
      data: beside.map(r => [r[0], r[1]]), itemStyle: {color: colour("vendor")}});
    if (around) {
      for (const grid of [1, 2]) {
        series.push({type: "line", id: "case" + grid, xAxisIndex: grid, yAxisIndex: grid, data: [], silent: true,
          markLine: {symbol: "none", silent: true, label: {show: false},
            lineStyle: {color: colour("accent"), type: "dashed", width: 1},
            data: [{xAxis: around.first}, {xAxis: around.last}]}});
      }
    }
    const at = new Map(rows.map(r => [r[0], r])), other = new Map(beside.map(r => [r[0], r[1]]));
    return {
      grid: grids.map(g => ({left: 64, right: 16, ...g})),
      title: [["Requests an hour", strip + 16], ["Output tokens an hour", strip + 232]].map(([text, top]) =>
        ({text, top, left: 0, textStyle: {fontSize: 12, fontWeight: 600, color: colour("dim")}})),
      xAxis: [0, 1, 2].map(i => axis({type: "time", gridIndex: i, min: most.from, max: most.to,
        axisLine: {show: i > 0, lineStyle: {color: colour("line")}},
        axisLabel: {show: i > 0, color: colour("dim"), fontSize: 11, hideOverlap: true, formatter: tick},
        splitLine: {show: false}})),
      useUTC: true,
      yAxis: [{type: "value", gridIndex: 0, min: -.6, max: listed.length - .4, show: false, inverse: true},
        ...[1, 2].map(i => axis({type: "value", gridIndex: i, ...ceiling(i === 1 ? all : rows, 2 * i - 1, begin, end),
          axisLabel: {color: colour("dim"), fontSize: 11, formatter: short}}))],
      axisPointer: {link: [{xAxisIndex: "all"}]},
      dataZoom: [{type: "slider", xAxisIndex: [0, 1, 2], startValue: begin, endValue: end, bottom: 6, height: 20,
        showDetail: false, brushSelect: false, borderColor: colour("line"), fillerColor: colour("band"),
        dataBackground: {lineStyle: {color: colour("line")}, areaStyle: {color: colour("rule")}},
        selectedDataBackground: {lineStyle: {color: colour("bar")}, areaStyle: {color: colour("rule")}}},
      {type: "inside", xAxisIndex: [0, 1, 2], zoomOnMouseWheel: "ctrl"}],
      tooltip: tip(points => {
        const hour = Math.floor(points[0].axisValue / HOUR) * HOUR;
        const r = at.get(hour);
        const lines = [time(hour)];
        if (other.has(hour)) lines.push(plural(other.get(hour), "request") + " in the vendor's log");
        if (!r) return lines.concat(gateway.length ? "nothing at the gateway" : "not active").join("\n");
        lines.push(plural(r[1], "request") + (r[2] ? ", " + count(r[2]) + " refused" : "")
          + (missing(r) ? "; expected " + count(r[4]) + ", rarely above " + count(r[5]) : ""));
        lines.push(plural(r[3], "output token") + (missing(r) && r[7] ? "; expected " + count(r[6]) + ", rarely above " + count(r[7]) : ""));
        return lines.join("\n");
      }),
      series};
  };
  const label = "Timeline: " + plural(rows.reduce((n, r) => n + r[1], 0), "request") + " in "
    + plural(rows.length, "active hour");
  return h("div", {}, h("p", {class: "key"},
    h("span", {class: "swatch bar"}), gateway.length ? "at the gateway " : "in the vendor's log ", h("span", {class: "swatch hot"}), "above what is rarely exceeded ",
    expected ? [h("span", {class: "swatch band"}), "expected range of an active hour, as judged then "] : null,
    usual ? [h("span", {class: "swatch usual"}), "usual at this time of day, outside the case "] : null,
    beside.length ? [h("span", {class: "swatch vendor"}), "in the vendor's log "] : null,
    gaps.length ? [h("span", {class: "swatch gap"}), "no log "] : null,
    around ? [h("span", {class: "swatch edge"}), "first and last anomalous event "] : null),
  h("p", {class: "key"}, plural(listed.length, "finding") + " with the events " + (listed.length === 1 ? "it cites" : "they cite")
    + ", then requests and tokens; times are UTC. Ctrl and the wheel, or the slider, zoom."),
  chart(strip + 250 + 130 + 64, label, option, {
    click: event => {
      if (findingOf.has(event.seriesName)) location.hash = "#/finding/" + encodeURIComponent(event.seriesName);
    },
    datazoom: (event, drawn) => {
      const {startValue, endValue} = drawn.getOption().dataZoom[0];
      drawn.setOption({yAxis: [{}, ceiling(all, 1, startValue, endValue), ceiling(rows, 3, startValue, endValue)]});
    },
  }));
}

/**
 * The mean of each hour of the day, weekdays and weekends apart, outside the case: a function of
 * column and time; null when there is hardly any log outside it.
 */
function usualOf(rows, around) {
  const cell = ms => new Date(ms).getUTCHours() + ([0, 6].includes(new Date(ms).getUTCDay()) ? 24 : 0);
  const outside = ms => ms < around.first - HOUR || ms > around.last;
  const n = new Array(48).fill(0), sums = {1: new Array(48).fill(0), 3: new Array(48).fill(0)};
  const from = Math.floor(span.from / HOUR) * HOUR;
  for (let t = from; t <= span.to; t += HOUR) if (outside(t)) n[cell(t)]++;
  if (n.reduce((a, b) => a + b, 0) < 48) return null;
  for (const r of rows) if (outside(r[0])) for (const at of [1, 3]) sums[at][cell(r[0])] += r[at];
  return (at, ms) => n[cell(ms)] ? sums[at][cell(ms)] / n[cell(ms)] : 0;
}

/**
 * The top of an axis in three steps: what was seen in the part shown fills at least half of it,
 * however wide the expected range.
 */
function ceiling(rows, at, from, to) {
  let seen = 1, high = 0;
  for (const r of rows) {
    if (r[0] >= from - HOUR && r[0] <= to) [seen, high] = [Math.max(seen, r[at]), Math.max(high, r[at + 4] || 0)];
  }
  const top = Math.max(3, seen * 1.02, Math.min(high, 2 * seen)), unit = 10 ** Math.floor(Math.log10(top));
  const max = unit * [1.2, 1.5, 3, 6, 9, 12].find(n => n * unit >= top);
  return {max, interval: max / 3};
}

/** A value of each hour of the log. */
function everyHour(value) {
  const points = [];
  for (let t = Math.floor(span.from / HOUR) * HOUR; t <= span.to; t += HOUR) points.push([t, value(t)]);
  return points;
}

/** Points of a step line that falls to 0 in hours without a row. */
function blocks(rows, value) {
  const points = [];
  let last = null;
  for (const r of rows) {
    if (last !== null && r[0] > last + HOUR) points.push([last + HOUR, 0], [r[0] - HOUR, 0]);
    points.push([r[0], value(r)]);
    last = r[0];
  }
  return points;
}

/** Lines of all logs by day. */
function activityChart() {
  const days = data.activity;
  const option = () => ({grid: {left: 64, right: 16, top: 12, bottom: 28}, useUTC: true,
    xAxis: axis({type: "time", splitLine: {show: false}, axisLabel: {color: colour("dim"), fontSize: 11, hideOverlap: true, formatter: tick}}),
    yAxis: axis({type: "value", splitNumber: 3, axisLabel: {color: colour("dim"), fontSize: 11, formatter: short}}),
    tooltip: tip(points => {
      const d = days[points[0].dataIndex];
      return [date(d[0] * DAY), plural(d[1], "gateway line"), plural(d[2], "vendor line"), plural(d[3], "credential")].join("\n");
    }),
    series: [[1, "bar"], [2, "mean"]].map(([at, ink]) => ({type: "bar", stack: "lines", barWidth: "70%",
      data: days.map(d => [d[0] * DAY, d[at]]), itemStyle: {color: colour(ink)}}))});
  return h("div", {}, h("p", {class: "key"}, "Lines a day: ", h("span", {class: "swatch bar"}), "gateway ",
    days.some(d => d[2]) ? [h("span", {class: "swatch mean"}), "vendors"] : null), chart(180, "Lines a day", option));
}

/** How often a p-value this small came up, against what it says; both logarithmic. */
function calibrationChart(curves) {
  const option = () => ({grid: {left: 64, right: 24, top: 12, bottom: 44},
    xAxis: axis({type: "log", min: 1e-6, max: 1, inverse: true, name: "p as stated", nameLocation: "middle", nameGap: 28,
      nameTextStyle: {color: colour("dim")}, axisLabel: {color: colour("dim"), fontSize: 11, formatter: p => power(p)}}),
    yAxis: axis({type: "log", min: 1e-6, max: 1, inverse: true, axisLabel: {color: colour("dim"), fontSize: 11, formatter: p => power(p)}}),
    tooltip: {...tip(), trigger: "item", formatter: point => point.seriesName === "ideal" ? "as stated"
      : point.seriesName + "\nstated " + chance(point.value[0]) + ", came up " + chance(point.value[1])},
    series: [{type: "line", name: "ideal", symbol: "none", silent: true, data: [[1, 1], [1e-6, 1e-6]],
      lineStyle: {color: colour("dim"), type: "dashed", width: 1}},
    ...curves.map(c => ({type: "line", name: c.name, symbol: "circle", symbolSize: c.main ? 5 : 3, data: c.points,
      lineStyle: {color: colour(c.main ? "accent" : "bar"), width: c.main ? 2 : 1, opacity: c.main ? 1 : .5},
      itemStyle: {color: colour(c.main ? "accent" : "bar"), opacity: c.main ? 1 : .5}, z: c.main ? 5 : 2}))]});
  return chart(380, "Stated against realised p-values", option);
}

const power = p => p === 1 ? "1" : p >= 0.01 ? String(p) : "1e" + Math.round(Math.log10(p));

function drawCharts() {
  for (const one of charts) one.draw();
}

function resizeCharts() {
  for (const one of charts) if (one.drawn) one.drawn.resize();
}
