// A case and its five answers. Without cases.jsonl each credential with alerts stands for a case, with
// what its findings say.

const MOST_DERIVED = 200;

const cases = data.cases.length ? data.cases.map(told).sort(byUrgency) : derived();

function byUrgency(a, b) {
  return b.severity - a.severity || a.number - b.number;
}

function told(c, i) {
  const own = c.case || {}, since = c.since || {};
  const members = (c.members || []).map(uid => findingOf.get(uid)).filter(Boolean);
  const first = since.first ?? c.start_time ?? Math.min(...members.map(f => f.first));
  const last = since.last ?? c.end_time ?? Math.max(...members.map(f => f.last));
  return {number: own.number ?? i + 1, uid: own.uid || "", headline: own.headline || "Case " + (i + 1),
    severity: c.severity, status: c.status, suspected: c.suspected, members, first, last, told: true,
    who: c.who || {}, since, taken: c.taken || {}, spread: c.spread || {}, actions: c.actions || [],
    unknown: c.unknown || [], joined: c.joined_by || []};
}

function derived() {
  const all = [];
  for (const [credential, list] of findingsBy) {
    const members = list.filter(f => f.alert && !withdrawn(f));
    if (members.length) all.push(fromFindings(credential, members));
  }
  all.sort((a, b) => b.severity - a.severity || a.first - b.first);
  all.forEach((c, i) => { c.number = i + 1; });
  return all.slice(0, MOST_DERIVED);
}

function fromFindings(credential, members) {
  const first = Math.min(...members.map(f => f.first)), last = Math.max(...members.map(f => f.last));
  const gravest = members[0];
  const rows = hours(credential, "hours"), usual = span && usualOf(rows, {first, last});
  let requests = 0, output = 0, expected, outputExpected;
  for (const r of rows) if (r[0] > first - HOUR && r[0] <= last) [requests, output] = [requests + r[1], output + r[3]];
  if (usual) {
    [expected, outputExpected] = [0, 0];
    for (let t = Math.floor(first / HOUR) * HOUR; t <= last; t += HOUR) {
      [expected, outputExpected] = [expected + usual(1, t), outputExpected + usual(3, t)];
    }
  }
  const cited = evidenceOf(members);
  const values = (field, text) => {
    const known = new Map();
    for (const e of cited) {
      if (!e[field]) continue;
      const one = known.get(e[field]) || {value: e[field], first: e.time, last: e.time, requests: 0, ...text(e)};
      one.requests++;
      one.first = Math.min(one.first, e.time);
      one.last = Math.max(one.last, e.time);
      known.set(e[field], one);
    }
    return [...known.values()];
  };
  const networks = values("ip", e => ({as_org: e.as, country: e.country})), agents = values("agent", () => ({}));
  const links = [...networks.map(n => ({from: "credential:" + credential, to: "network:" + n.value, requests: n.requests})),
    ...agents.map(n => ({from: "credential:" + credential, to: "agent:" + n.value, requests: n.requests}))];
  const titles = [...new Set(members.map(f => f.title.replace(": " + credential, "")))];
  return {number: 0, uid: credential, headline: credential + ": " + titles[0].replace(/^./, l => l.toLowerCase())
      + (titles.length > 1 ? ", and " + plural(titles.length - 1, "more finding") : ""),
    severity: Math.max(...members.map(f => f.severity)), status: gravest.status, members, first, last, told: false,
    who: {statement: [credential, gravest.owner ? "owner " + gravest.owner : "no known owner", gravest.vendor].filter(Boolean).join(", ")
        + "; events cited from " + plural(networks.length, "address", "addresses") + " by " + plural(agents.length, "agent") + ".",
      credentials: [{credential_id: credential, owner: gravest.owner, vendor: gravest.vendor, first, last}], networks, agents, links},
    since: {statement: "First anomalous event " + time(first) + ", last " + time(last) + ".", first, last},
    taken: {statement: plural(requests, "request") + " and " + plural(output, "output token") + " in the hours of that span"
        + (usual ? "; outside of it, as many hours bring " + count(Math.round(expected)) + " and " + count(Math.round(outputExpected)) + "." : "."),
      requests, expected_requests: expected, output_tokens: output, expected_tokens: outputExpected},
    spread: {statement: "Not assessed: only a case joins the findings of several credentials.", contained: "unknown"},
    actions: [...new Set(members.map(f => f.do).filter(Boolean))].slice(0, 4)
      .map((text, i) => ({order: i + 1, action: "", what: credential, reason: text})),
    unknown: [], joined: []};
}

const CONTAINED = {yes: ["good", "Contained"], no: ["bad", "Not contained"], unknown: ["open", "Containment unknown"]};

/** Whether to ask if it was contained: a vendor's credential is among those used. */
const concernsVendor = c => !c.told || (c.spread.vendors || []).length > 0;

function contained(spread) {
  const [tone, text] = CONTAINED[spread.contained] || CONTAINED.unknown;
  return h("span", {class: "tag " + tone}, text + (spread.contained === "yes" && spread.vendor ? " to " + spread.vendor : ""));
}

const actionsOf = c => c.actions.slice().sort((a, b) => (a.order || 0) - (b.order || 0));

/** What is to be revoked or changed, one a line, as it is pasted into a ticket. */
function revokeText(c) {
  return actionsOf(c).map(a => [a.action, a.what].filter(Boolean).join(" ")
    + (a.reason ? "\t" + a.reason : "") + (a.contact ? "\t" + a.contact : "")).join("\n");
}

/** The five answers in short, for the first screen. */
function card(c) {
  const actions = actionsOf(c);
  const answer = (name, ...text) => [h("dt", {}, name), h("dd", {}, text)];
  return h("article", {class: "case s" + c.severity + "-edge"},
    h("h3", {}, severity(c.severity), link(["case", c.number], c.headline)),
    h("dl", {class: "five"},
      answer("Who", c.who.statement || ""),
      answer("Since", c.since.statement || time(c.first) + " to " + time(c.last)),
      answer("Taken", c.taken.statement || ""),
      answer("Spread", c.told && concernsVendor(c) ? [contained(c.spread), " "] : null, c.spread.statement || ""),
      answer("Revoke", actions.slice(0, 3).map(a => h("span", {class: "do"},
        (a.action ? a.action + " " + (a.what || "") : a.reason) + " ")),
        actions.length > 3 ? "and " + (actions.length - 3) + " more" : null, actions.length ? null : "Nothing named.")));
}

function casePage(c) {
  const ids = (c.who.credentials || []).map(one => one.credential_id);
  const gateway = hoursOf(ids, "hours"), rows = gateway.length ? gateway : hoursOf(ids, "vendor_hours");
  const around = isFinite(c.first) && isFinite(c.last) ? {first: c.first, last: c.last} : null;
  const graph = identityGraph(c.who);
  const next = cases[cases.indexOf(c) + 1], before = cases[cases.indexOf(c) - 1];
  return [
    h("p", {class: "crumbs"}, link([""], "Overview"), " / " + (c.told ? "Case " : "Credential ") + c.number + " of " + cases.length,
      h("span", {class: "right"}, before ? link(["case", before.number], "Previous") : null, next ? link(["case", next.number], "Next") : null)),
    h("h1", {}, severity(c.severity), c.headline),
    h("p", {class: "dim"}, [around ? time(c.first) + " to " + time(c.last) + " UTC" : "", plural(c.members.length, "finding"),
      c.status, c.suspected ? "suspected breach" : ""].filter(Boolean).join(" · ")),
    h("div", {class: "answers"}, h("div", {}, who(c), since(c)), h("div", {}, taken(c), spread(c), revoke(c), unknown(c))),
    around && span ? section("Timeline", null, timeline(ids, c.members, around)) : null,
    graph ? section("Identities", "Credentials in the middle; the thicker the line, the more requests", graph) : null,
    around && span && rows.length ? section("Hours of the week", "UTC, requests " + (gateway.length ? "at the gateway" : "in the vendor's log"), weeks(rows, around)) : null,
    section("Evidence", "Cited events of all findings of the case", evidenceTable(evidenceOf(c.members), true)),
    section("Findings", null, findingTable(c.members)),
  ];
}

const box = (name, statement, ...rest) => h("section", {class: "answer"}, h("h2", {}, name), statement ? h("p", {}, statement) : null, rest);

function who(c) {
  const used = [["Credential", "credentials", "credential_id"], ["Network", "networks", "value"], ["Agent", "agents", "value"],
    ["Fingerprint", "fingerprints", "value"]];
  return box("Who", c.who.statement, used.map(([label, key, id]) => {
    const list = c.who[key] || [];
    return list.length ? table([
      {label, get: r => r[id], wide: true, cell: r => key === "credentials" ? link(["credential", r[id]], r[id])
        : [r[id], r.new ? h("span", {class: "tag bad"}, "new") : null]},
      {label: key === "networks" ? "Operator" : key === "credentials" ? "Owner" : "", wide: true,
        get: r => key === "networks" ? [r.asn ? "AS" + String(r.asn).replace(/^AS/, "") : "", r.as_org, r.as_type, r.country].filter(Boolean).join(" · ")
          : [r.owner || r.principal, r.vendor, r.role].filter(Boolean).join(" · ")},
      {label: "First", get: r => time(r.first)}, {label: "Requests", num: true, get: r => r.requests ?? ""},
    ], list, {filter: list.length > 12, height: 220, name: key}) : null;
  }));
}

function since(c) {
  const s = c.since;
  const doubt = (from, to) => from !== undefined && to !== undefined && from !== to
    ? time(from) + " to " + time(to) + " (" + duration(to - from) + " of doubt)" : "";
  return box("Since and until", s.statement, facts([
    ["First event", time(s.first)], ["Began between", doubt(s.not_before, s.not_after)],
    ["Last event", time(s.last)], ["Ended between", doubt(s.until_not_before, s.until_not_after)]]));
}

function taken(c) {
  const t = c.taken;
  const above = (n, low, high, expected) => n === undefined ? "" : h("span", {}, h("b", {}, count(n)),
    low < high ? " (" + count(low) + " to " + count(high) + ")" : "",
    expected > 0 ? (c.told ? " beyond the " : " against ") + count(expected) + " expected" : "");
  const list = (label, rows) => (rows || []).length ? table([
    {label, get: r => r.value, wide: true}, {label: "Requests", num: true, get: r => r.requests ?? ""},
    ...(rows.some(r => r.output_tokens) ? [{label: "Output tokens", num: true, get: r => r.output_tokens ?? ""}] : [])], rows, {filter: rows.length > 12, height: 220, name: label.toLowerCase() + "s"}) : null;
  return box("Taken", t.statement, facts([["Requests", above(t.requests, t.requests_low, t.requests_high, t.expected_requests)],
    ["Tokens", t.input_tokens === undefined || t.output_tokens === undefined ? ""
      : above(t.input_tokens + t.output_tokens, t.tokens_low, t.tokens_high, t.expected_tokens)],
    ["Output tokens", above(t.output_tokens, 0, 0, c.told ? 0 : t.expected_tokens)], ["Input tokens", above(t.input_tokens)], ["Bytes out", above(t.bytes_out)]]),
    list("Model", t.models), list("Endpoint", t.endpoints));
}

function spread(c) {
  const s = c.spread;
  return box("Spread", null, h("p", {}, c.told && concernsVendor(c) ? [contained(s), " "] : null, s.statement), facts([
    ["Because", s.because], ["Credentials", s.credentials === undefined ? "" : count(s.credentials)],
    ["Vendors", (s.vendors || []).join(", ")], ["Logs", (s.log_sources || []).join(", ")],
    ["Joined by", c.joined.map(j => j.kind + " " + j.value).join(", ")]]));
}

function revoke(c) {
  const actions = actionsOf(c);
  return box("Revoke and change", actions.length ? null : "Nothing named.",
    h("ol", {class: "actions"}, actions.map(a => h("li", {}, h("b", {}, a.action, a.action ? " " : "", h("code", {}, a.what || "")),
      a.reason ? " " + a.reason : null, a.contact ? h("span", {class: "dim"}, " " + a.contact) : null))),
    actions.length ? copyButton(revokeText(c), "Copy list") : null);
}

function unknown(c) {
  return c.unknown.length ? box("What can't be known", null,
    h("ul", {}, c.unknown.map(u => h("li", {}, u.kind ? h("b", {}, u.kind + ": ") : null, u.statement)))) : null;
}
