// The pages: what each shows, from the top.

const ended = s => s && !/[.!?]$/.test(s) ? s + "." : s;

function overview() {
  const alerts = findings.filter(f => f.alert && !withdrawn(f));
  const digest = findings.filter(f => !f.alert);
  const grave = cases.filter(c => c.severity >= 4);
  const judged = alerts.length || digest.length
    ? plural(alerts.length, "alert") + " and " + plural(digest.length, "finding") + " in the digest" : "nothing raised";
  const verdict = !cases.length ? "Nothing was found that anybody should be woken for."
    : cases.length === 1 ? ended(cases[0].headline)
    : data.cases.length ? verdictOf(cases)
    : plural(cases.length, "credential") + " with alerts, " + (grave.length ? count(grave.length) : "none") + " of them high or critical.";
  const shown = cases.slice(0, 30);
  return [
    h("section", {class: "verdict"}, h("h1", {}, verdict),
      h("p", {}, judged + ", from " + coverageLine() + " ",
        data.cases.length || !cases.length ? "" : "No cases: each credential with alerts stands for itself."),
      holes()),
    shown.length ? section(data.cases.length ? "Cases" : "Credentials with alerts", null, shown.map(card)) : null,
    cases.length > shown.length ? section("More", null, table([
      {label: "Severity", get: c => c.severity, cell: c => severity(c.severity)},
      {label: "Case", get: c => c.headline, wide: true, cell: c => link(["case", c.number], c.headline)},
      {label: "First", get: c => time(c.first)}, {label: "Last", get: c => time(c.last)}], cases.slice(30), {name: "cases"})) : null,
    section("Coverage", null, coverageStrip(), activityChart(), h("p", {}, link(["coverage"], "The whole ledger"))),
  ];
}

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** Several cases in one sentence: how many, on what, since when, and whether they are contained. */
function verdictOf(all) {
  const suspected = all.filter(c => c.suspected), of = suspected.length ? suspected : all;
  const ids = new Set(of.flatMap(c => (c.who.credentials || []).map(one => one.credential_id)));
  const asked = of.filter(concernsVendor), said = what => asked.filter(c => c.spread.contained === what).length;
  const open = said("no"), unsure = said("unknown");
  const whole = asked.length < of.length ? count(asked.length) + " through a vendor, " : "";
  const word = open ? (open < asked.length ? count(open) + " " : "") + "not contained" : unsure ? "containment unknown" : "contained";
  const first = Math.min(...of.map(c => c.first).filter(isFinite));
  return plural(of.length, suspected.length ? "suspected intrusion" : "case") + " on " + plural(ids.size, "credential")
    + (isFinite(first) ? " since " + time(first) : "") + ". "
    + (asked.length ? capital(whole + word) + "." : "")
    + (all.length > of.length ? " " + plural(all.length - of.length, "other case") + "." : "");
}

function coverageLine() {
  const totals = data.ledger.totals || {};
  return plural(totals.accepted || 0, "event") + " in " + plural(totals.lines || 0, "line") + " of "
    + plural(bindings.length, "log") + (span ? ", " + time(span.from) + " to " + time(span.to) + " UTC." : ".");
}

/** What the log lacks, in words; the reader must not take silence for calm. */
function holes() {
  const totals = data.ledger.totals || {};
  const lacks = [];
  for (const g of gaps.slice(0, 3)) lacks.push("No line of " + g.binding + " from " + time(g.from) + " to " + time(g.to) + " (" + duration(g.to - g.from) + ").");
  if (gaps.length > 3) lacks.push(plural(gaps.length - 3, "more gap") + ".");
  if (totals.rejected) lacks.push(plural(totals.rejected, "line") + " could not be read.");
  if (totals.late) lacks.push(plural(totals.late, "event") + " came too late to be judged.");
  return h("p", {class: lacks.length ? "holes" : "dim"}, lacks.length ? lacks.join(" ") : "No gaps, nothing unreadable, nothing late.");
}

function coverageStrip() {
  if (!span || span.to <= span.from) return null;
  const W = 1000, LINE = 20, left = 150;
  const x = ms => left + (W - left) * (ms - span.from) / (span.to - span.from);
  const root = svg("svg", {viewBox: "0 0 " + W + " " + (LINE * bindings.length + 18), class: "strip", role: "img", "aria-label": "Span of each log, and its gaps"});
  bindings.forEach((b, i) => {
    const from = Date.parse(b.first_event_time), to = Date.parse(b.last_event_time);
    root.append(svg("text", {x: 0, y: i * LINE + 14}, b.name.length > 22 ? b.name.slice(0, 21) + "…" : b.name));
    if (!isFinite(from)) return;
    root.append(svg("rect", {x: x(from), y: i * LINE + 4, width: Math.max(1, x(to) - x(from)), height: 12, class: "there"},
      svg("title", {}, b.name + ": " + time(from) + " to " + time(to))));
    for (const g of gaps.filter(one => one.binding === b.name)) {
      root.append(svg("rect", {x: x(g.from), y: i * LINE + 3, width: Math.max(2, x(g.to) - x(g.from)), height: 14, class: "missing"},
        svg("title", {}, "no line from " + time(g.from) + " to " + time(g.to))));
    }
  });
  const y = LINE * bindings.length + 14;
  root.append(svg("text", {x: left, y, class: "dim"}, date(span.from)), svg("text", {x: W, y, class: "dim", "text-anchor": "end"}, date(span.to)));
  return root;
}

function findingTable(list) {
  return table([
    {label: "Severity", get: f => f.severity, cell: f => severity(f.severity)},
    {label: "Kind", get: f => withdrawn(f) ? "withdrawn" : f.alert ? "alert" : "digest"},
    {label: "Credential", get: f => f.credential, cell: f => link(["credential", f.credential], f.credential)},
    {label: "Finding", get: f => f.title, wide: true, cell: f => link(["finding", f.uid], f.title.replace(": " + f.credential, ""))},
    {label: "First", get: f => time(f.first)}, {label: "Last", get: f => time(f.last)},
    {label: "Events", num: true, get: f => f.events ?? ""},
    {label: "p of the day", num: true, get: f => f.p_day ?? "", cell: f => chance(f.p_day)},
    {label: "Status", get: f => f.status || ""},
  ], list, {name: "findings", height: list.length > 20 ? 660 : 460});
}

function evidenceTable(rows, several) {
  return table([
    {label: "Time (UTC)", get: e => exact(e.time)}, {label: "Log", extra: true, get: e => e.source},
    ...(several ? [{label: "Credential", get: e => e.credential}] : []),
    {label: "Address", get: e => e.ip}, {label: "AS", extra: true, get: e => e.as}, {label: "Country", extra: true, get: e => e.country},
    {label: "Agent", get: e => e.agent}, {label: "JA4", extra: true, get: e => e.ja4}, {label: "Request", get: e => (e.method + " " + e.endpoint).trim(), wide: true},
    {label: "Model", get: e => e.model}, {label: "Status", get: e => e.status, cell: e => h("span", {class: e.ok ? "" : "refused"}, e.status)},
    {label: "Tokens", num: true, get: e => e.tokens || ""}, {label: "Request id", get: e => e.request},
    ...(several ? [{label: "Finding", extra: true, get: e => e.finding.title, cell: e => link(["finding", e.finding.uid], e.finding.title.replace(": " + e.credential, ""))}] : []),
  ], rows, {name: "events", filter: rows.length > 1});
}

const allFindings = () => [h("h1", {}, "Findings"), findingTable(findings.slice().sort(byGravity))];

function findingPage(f) {
  const around = {first: f.first, last: f.last};
  const inCase = data.cases.length ? cases.find(c => c.members.includes(f)) : null;
  return [
    h("p", {class: "crumbs"}, link(["findings"], "Findings"), inCase ? [" / ", link(["case", inCase.number], "Case " + inCase.number)] : null),
    h("h1", {}, severity(f.severity), f.title),
    h("p", {class: "dim"}, [f.alert ? "alert" : "digest", f.status, f.status_detail, f.lane === "rule" ? "by a rule" : "by statistics"].filter(Boolean).join(" · ")),
    h("p", {class: "lead"}, f.desc),
    f.do ? h("p", {}, h("b", {}, "To do: "), f.do) : null,
    facts([["Credential", link(["credential", f.credential], f.credential)], ["Owner", f.owner], ["Vendor", f.vendor], ["Contact", f.contact],
      ["First event", time(f.first)], ["Last event", time(f.last)], ["Events", count(f.events)], ["Confidence", f.confidence === undefined ? "" : f.confidence + " of 100"],
      ["Score", f.score === undefined ? "" : count(f.score) + ", threshold " + count(f.threshold)],
      ["p of the day", chance(f.p_day)], ["Techniques", f.techniques.join(", ")], ["uid", h("code", {}, f.uid)]]),
    f.measures.length ? section("Seen against expected", null, table([
      {label: "Family", get: m => m.family}, {label: "Signal", get: m => m.signal}, {label: "Seen", get: m => m.observed || "", wide: true},
      {label: "Expected", get: m => m.expected || "", wide: true}, {label: "p", num: true, get: m => m.p ?? "", cell: m => chance(m.p)},
      {label: "Of the score", num: true, get: m => m.contribution ?? ""}], f.measures, {name: "measures", filter: false})) : null,
    span ? section("Timeline", f.credential, timeline([f.credential], [f], around)) : null,
    section("Cited events", null, evidenceTable(evidenceOf([f]), false)),
  ];
}

function allCredentials() {
  const rows = [...credentials].map(([id, c]) => {
    const list = findingsBy.get(id) || [], base = baselines.get(id) || {};
    return {id, group: c.group || base.group || "", list, worst: Math.max(0, ...list.map(f => f.severity)),
      alerts: list.filter(f => f.alert).length, days: (c.days || []).length, zone: (base.zone || {}).name || "", first: base.first_use || ""};
  }).sort((a, b) => b.worst - a.worst || b.alerts - a.alerts || (a.id < b.id ? -1 : 1));
  return [h("h1", {}, "Credentials", h("small", {}, "those that a finding or a case is about")), table([
    {label: "Worst", get: r => r.worst, cell: r => r.worst ? severity(r.worst) : ""},
    {label: "Credential", get: r => r.id, cell: r => link(["credential", r.id], r.id), wide: true}, {label: "Peer group", get: r => r.group},
    {label: "Alerts", num: true, get: r => r.alerts}, {label: "Findings", num: true, get: r => r.list.length},
    {label: "Active days", num: true, get: r => r.days}, {label: "First use", get: r => r.first.slice(0, 16).replace("T", " ")}, {label: "Clock", get: r => r.zone},
  ], rows, {name: "credentials", height: 640})];
}

function credentialPage(id) {
  const list = findingsBy.get(id) || [], base = baselines.get(id), c = credentials.get(id) || {};
  const known = list.filter(f => f.alert && !withdrawn(f));
  return [
    h("p", {class: "crumbs"}, link(["credentials"], "Credentials")),
    h("h1", {}, id),
    h("p", {class: "dim"}, [c.group ? "group " + c.group : "", (list[0] || {}).owner ? "owner " + list[0].owner : "", (list[0] || {}).vendor].filter(Boolean).join(" · ")),
    section("Findings", null, findingTable(list)),
    span ? section("Timeline", null, timeline([id], list, known.length ? {first: Math.min(...known.map(f => f.first)), last: Math.max(...known.map(f => f.last))} : null)) : null,
    base ? baselinePage(base) : section("Baseline", null, h("p", {class: "dim"}, "None: it was never learned.")),
  ];
}

const SETS = [["Networks", "networks"], ["Operators", "systems"], ["Countries", "countries"], ["Kinds of network", "classes"], ["Agents", "agents"],
  ["Fingerprints", "fingerprints"], ["Principals", "principals"], ["Regions", "regions"], ["Nodes", "nodes"]];

function baselinePage(base) {
  const zone = base.zone || {}, level = l => l ? count(l.mean) + " (from " + plural(Math.round(l.windows), "active hour") + ")" : "";
  return section("Baseline", "What is normal for it at the end of the log",
    facts([["In use since", (base.first_use || "").slice(0, 16).replace("T", " ")], ["Active", plural(base.windows || 0, "hour") + " on " + plural(base.active_days || 0, "day")],
      ["Peers", base.peers], ["Clock", zone.name ? zone.name + (zone.from === "none" ? "" : ", " + zone.from) : ""],
      ["Requests an active hour", level(base.requests)], ["Output tokens a request", level(base.tokens_per_request)], ["Bytes a request", level(base.bytes_per_request)],
      ["Names", (base.names || []).join(", ")]]),
    ["gateway", "vendor"].filter(source => base[source]).map(source => {
      const b = base[source];
      return h("div", {class: "habits"}, h("h3", {}, source === "gateway" ? "At the gateway" : "In the vendor's log"),
        facts(SETS.map(([label, key]) => [label, (b[key] || []).join(", ")])),
        b.hours_of_week ? week("Hours of the week on its own clock (" + (zone.name || "UTC") + ")", b.hours_of_week,
          Math.max(1e-9, ...b.hours_of_week), "remembered active hours") : null);
    }));
}

function coverage() {
  const totals = data.ledger.totals || {}, counts = o => Object.entries(o || {}).map(([k, n]) => k + " " + count(n)).join(", ");
  const lost = [...bindings.flatMap(b => [["Rejected, " + b.name, counts(b.rejected)], ["Unknown keys, " + b.name, counts(b.unknown_keys)]]),
    ["Unmodelled", counts(data.ledger.unmodelled)]];
  const known = ["schema", "bindings", "totals", "unmodelled", "fingerprints"];
  return [h("h1", {}, "Coverage"), h("p", {}, "Read: " + coverageLine()), holes(), coverageStrip(), activityChart(),
    section("Ledger", "lines = accepted + rejected + duplicates + late", table([
      {label: "Log", get: b => b.name, wide: true}, {label: "Source", get: b => b.log_source}, {label: "Format", get: b => [].concat(b.format || []).join(", ")},
      {label: "Files", num: true, get: b => b.files}, ...["lines", "accepted"].map(k => ({label: k[0].toUpperCase() + k.slice(1), num: true, get: b => b[k]})),
      {label: "Rejected", num: true, get: b => typeof b.rejected === "object" ? Object.values(b.rejected).reduce((a, n) => a + n, 0) : b.rejected},
      {label: "Duplicates", num: true, get: b => b.duplicates}, {label: "Late", num: true, get: b => b.late}, {label: "Ids reused", num: true, get: b => b.id_reuse},
      {label: "First", get: b => time(Date.parse(b.first_event_time))}, {label: "Last", get: b => time(Date.parse(b.last_event_time))},
    ], bindings.concat(bindings.length > 1 ? [{...totals, name: "all", log_source: ""}] : []), {name: "logs", filter: false})),
    gaps.length ? section("Gaps", null, table([{label: "Log", get: g => g.binding, wide: true}, {label: "From", get: g => time(g.from)}, {label: "To", get: g => time(g.to)},
      {label: "Hours", num: true, get: g => g.hours}], gaps, {name: "gaps"})) : null,
    lost.some(([, text]) => text) ? section("Not understood", null, facts(lost)) : null,
    ...Object.entries(data.ledger).filter(([k]) => !known.includes(k)).map(([k, v]) => section(k.replaceAll("_", " "), null, h("pre", {}, JSON.stringify(v, null, 1)))),
    section("Fingerprints", null, facts(Object.entries(data.ledger.fingerprints || {}).map(([k, v]) => [k.replaceAll("_", " "), h("code", {}, v)])))];
}

function calibration() {
  const curve = (name, parts, main) => {
    const bins = new Map();
    let all = 0;
    for (const part of parts.filter(Boolean)) {
      all += part.certain || 0;
      for (const [p, n] of part.bins || []) { bins.set(p, (bins.get(p) || 0) + n); all += n; }
    }
    let sum = 0;
    const points = [...bins].sort((a, b) => a[0] - b[0]).map(([p, n]) => [p, (sum += n) / all]).filter(([p]) => p >= 1e-6);
    return {name, points, n: all, main};
  };
  const json = data.calibration, curves = (json.signals || []).map(s => curve(s.signal, [s.early, s.later], false));
  const day = curve("p of the day", [json.p_day], true);
  const at = (c, p) => { const below = c.points.filter(q => q[0] <= p * 1.001); return below.length ? below[below.length - 1][1] : 0; };
  return [h("h1", {}, "Calibration"), h("p", {class: "lead"}, "How often a p-value as small as stated came up in this log. On the dashed line a stated rate is the realised one; above it, such values are rarer than stated. The attacks in a log pull the right end down."),
    calibrationChart([...curves, day].filter(c => c.n)),
    section("Numbers", null, table([{label: "Measure", get: c => c.name, wide: true}, {label: "Tested", num: true, get: c => c.n},
      ...[0.05, 0.01, 0.001, 0.0001].map(p => ({label: "p ≤ " + p, num: true, get: c => at(c, p), cell: c => c.n ? chance(at(c, p)) : ""}))],
    [day, ...curves], {name: "measures", filter: false, height: 640}))];
}
