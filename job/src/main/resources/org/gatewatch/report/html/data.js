// The data block, and how its numbers are said.

const data = JSON.parse(document.getElementById("data").textContent);
const HOUR = 3600000, DAY = 24 * HOUR;
const credentials = new Map(Object.entries(data.credentials));
const baselines = new Map(Object.entries(data.baselines));
const findings = data.findings.map((f, i) => ({...f, index: i}));
const findingOf = new Map(findings.map(f => [f.uid, f]));
const bindings = data.ledger.bindings || [];

const byGravity = (a, b) =>
  b.alert - a.alert || b.severity - a.severity || (a.first || 0) - (b.first || 0);

const findingsBy = new Map();
for (const f of findings) {
  if (!findingsBy.has(f.credential)) findingsBy.set(f.credential, []);
  findingsBy.get(f.credential).push(f);
}
for (const list of findingsBy.values()) list.sort(byGravity);

const withdrawn = f => f.change === "withdrawn" || f.status === "Suppressed";

const pad = n => String(n).padStart(2, "0");

/** Epoch ms as UTC, to the minute; the year only where asked for. */
function time(ms) {
  if (ms === undefined || !isFinite(ms)) return "";
  const d = new Date(ms);
  return date(ms) + " " + pad(d.getUTCHours()) + ":" + pad(d.getUTCMinutes());
}

function date(ms) {
  const d = new Date(ms);
  return d.getUTCFullYear() + "-" + pad(d.getUTCMonth() + 1) + "-" + pad(d.getUTCDate());
}

/** With seconds and parts of them, as evidence needs it. */
const exact = ms => new Date(ms).toISOString().replace("T", " ").replace("Z", "");

function count(n) {
  if (n === undefined || n === null || n === "") return "";
  const r = Math.abs(n) >= 100 ? Math.round(n) : Number(Number(n).toPrecision(3));
  return r.toLocaleString("en-US", {maximumFractionDigits: 3});
}

const plural = (n, one, many) => count(n) + " " + (n === 1 ? one : many || one + "s");

function short(n) {
  const a = Math.abs(n);
  if (a >= 1e9) return Number((n / 1e9).toPrecision(3)) + " G";
  if (a >= 1e6) return Number((n / 1e6).toPrecision(3)) + " M";
  if (a >= 1e4) return Number((n / 1e3).toPrecision(3)) + " k";
  return count(n);
}

function chance(p) {
  if (p === undefined) return "";
  if (p === 0) return "0";
  return p >= 0.001 ? String(Number(p.toPrecision(2))) : p.toExponential(0).replace("e-", "e−");
}

function duration(ms) {
  if (ms < 2 * HOUR) return plural(Math.round(ms / 60000), "minute");
  if (ms < 2 * DAY) return plural(Math.round(ms / HOUR), "hour");
  return plural(Math.round(ms / DAY), "day");
}

/** From the first to the last line of any log; null without any. */
const span = (() => {
  const from = Math.min(...bindings.map(b => Date.parse(b.first_event_time)).filter(isFinite));
  const to = Math.max(...bindings.map(b => Date.parse(b.last_event_time)).filter(isFinite));
  return isFinite(from) && isFinite(to) ? {from, to} : null;
})();

const gaps = bindings.flatMap(b => (b.gaps || []).map(
  g => ({binding: b.name, from: Date.parse(g.from), to: Date.parse(g.to), hours: g.hours})));

/** One credential's hours: [ms, requests, denied, tokens, expected, high, tokens exp., high]. */
function hours(id, key) {
  const flat = (credentials.get(id) || {})[key] || [];
  const width = key === "hours" ? 8 : 4;
  const rows = [];
  for (let i = 0; i < flat.length; i += width) {
    rows.push([flat[i] * HOUR, ...flat.slice(i + 1, i + width)]);
  }
  return rows;
}

/** The hours of several credentials in one log, summed, by time. */
function hoursOf(ids, key) {
  const sums = new Map();
  for (const id of ids) {
    for (const row of hours(id, key)) {
      const sum = sums.get(row[0]);
      if (!sum) sums.set(row[0], row);
      else for (let i = 1; i < row.length; i++) sum[i] += row[i];
    }
  }
  return [...sums.values()].sort((a, b) => a[0] - b[0]);
}

const FIELDS = ["ip", "as", "country", "agent", "ja4", "method", "endpoint", "model", "status",
  "principal", "request"];

/** The cited events of findings, one row each; an event cited twice is one row. */
function evidenceOf(list) {
  const rows = new Map();
  for (const f of list) {
    for (const e of f.evidence) {
      const row = {time: e[0], tokens: e[1], source: e[2] & 1 ? "vendor" : "gateway",
        ok: Boolean(e[2] & 2), credential: f.credential, finding: f};
      FIELDS.forEach((name, i) => { row[name] = data.strings[e[3 + i]]; });
      const key = [row.time, row.source, row.credential, row.request].join("\u0000");
      if (!rows.has(key)) rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.time - b.time);
}
