// Hours of the week as two small maps side by side, drawn as SVG with a title in each cell.

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SHADES = 6;

/** Monday 00:00 UTC = 0; 1970-01-01 was a Thursday. */
const hourOfWeek = ms => ((Math.floor(ms / HOUR) + 72) % 168 + 168) % 168;

/** How often each hour of the week lies in [from, to). */
function occurrences(from, to, skip) {
  const n = new Array(168).fill(0);
  for (let t = Math.floor(from / HOUR) * HOUR; t < to; t += HOUR) {
    if (!skip || t < skip.from || t >= skip.to) n[hourOfWeek(t)]++;
  }
  return n;
}

/** Mean requests of each hour of the week, where there is such an hour. */
function weekOf(rows, from, to, skip) {
  const n = occurrences(from, to, skip), sums = new Array(168).fill(0);
  for (const r of rows) {
    if (r[0] >= from && r[0] < to && (!skip || r[0] < skip.from || r[0] >= skip.to)) sums[hourOfWeek(r[0])] += r[1];
  }
  return sums.map((s, i) => n[i] ? s / n[i] : null);
}

/** One map of 168 values; null = no such hour. */
function week(title, values, most, unit) {
  const W = 15, H = 16, left = 34, top = 18;
  const root = svg("svg", {viewBox: "0 0 " + (left + 24 * W) + " " + (top + 7 * H), class: "week", role: "img", "aria-label": title});
  for (let hour = 0; hour < 24; hour += 3) {
    root.append(svg("text", {x: left + hour * W, y: 12}, pad(hour)));
  }
  WEEK.forEach((name, d) => root.append(svg("text", {x: 0, y: top + d * H + 12}, name)));
  values.forEach((v, i) => {
    const shade = v === null ? "none" : v <= 0 ? 0 : Math.min(SHADES, 1 + Math.floor(SHADES * Math.sqrt(v / most) * .999));
    root.append(svg("rect", {x: left + (i % 24) * W, y: top + Math.floor(i / 24) * H, width: W - 1, height: H - 1, class: "q" + shade},
      svg("title", {}, WEEK[Math.floor(i / 24)] + " " + pad(i % 24) + ":00, " + (v === null ? "not in the log" : count(v) + " " + unit))));
  });
  return h("figure", {}, h("figcaption", {}, title), root);
}

/** Normal beside case, on one scale. */
function weeks(rows, around) {
  const skip = {from: Math.floor(around.first / HOUR) * HOUR, to: Math.floor(around.last / HOUR) * HOUR + HOUR};
  const normal = weekOf(rows, span.from, span.to, skip);
  const within = weekOf(rows, skip.from, skip.to, null);
  const most = Math.max(1e-9, ...normal, ...within);
  return h("div", {class: "pair"},
    week("Normal: the log outside the case", normal, most, "requests on average"),
    week("In the case", within, most, "requests on average"));
}
