// Who was together with whom: networks on the left, credentials in the middle, clients and vendors
// on the right. Columns instead of a cloud: the same case always looks the same, and it prints.

const SIDES = {network: 0, address: 0, egress: 0, credential: 1, agent: 2, fingerprint: 2, principal: 2, vendor: 2};
const GROUPS = {network: "Networks", address: "Addresses", egress: "Egress", credential: "Credentials",
  agent: "Agents", fingerprint: "Fingerprints", principal: "Principals", vendor: "Vendors"};
const MOST_NODES = 14;

function identityGraph(who) {
  const nodes = new Map(), edges = [];
  const node = (kind, value) => {
    const key = kind + ":" + value;
    if (!nodes.has(key)) nodes.set(key, {key, kind, value, requests: 0, isNew: false, sub: ""});
    return nodes.get(key);
  };
  for (const c of who.credentials || []) {
    const n = node("credential", c.credential_id);
    n.requests = c.requests || 0;
    n.sub = [c.owner || c.principal, c.role].filter(Boolean).join(" · ");
  }
  for (const [kind, list] of [["network", who.networks], ["agent", who.agents], ["fingerprint", who.fingerprints]]) {
    for (const one of list || []) {
      const n = node(kind, one.value);
      n.requests = one.requests || 0;
      n.isNew = Boolean(one.new);
      n.sub = [one.asn ? "AS" + String(one.asn).replace(/^AS/, "") : "", one.as_org, one.as_type, one.country].filter(Boolean).join(" · ");
    }
  }
  for (const l of who.links || []) {
    const ends = [l.from, l.to].map(end => {
      const cut = String(end).indexOf(":");
      const kind = String(end).slice(0, cut);
      return kind in SIDES ? node(kind, String(end).slice(cut + 1)) : null;
    });
    if (ends[0] && ends[1]) edges.push({from: ends[0], to: ends[1], requests: l.requests || 1});
  }
  for (const c of who.credentials || []) {
    if (c.vendor) edges.push({from: node("credential", c.credential_id), to: node("vendor", c.vendor), requests: c.requests || 1});
  }
  if (nodes.size < 2) return null;

  const WIDTH = 1000, BOX = [270, 250, 270], X = [0, 370, 730], LINE = 36;
  const heights = [0, 0, 0];
  const boxes = [], heads = [];
  for (const kind of Object.keys(GROUPS)) {
    const all = [...nodes.values()].filter(n => n.kind === kind).sort((a, b) => b.requests - a.requests || (a.value < b.value ? -1 : 1));
    if (!all.length) continue;
    const side = SIDES[kind];
    heads.push({x: X[side], y: heights[side] + 14, text: GROUPS[kind] + (all.length > MOST_NODES ? " (" + MOST_NODES + " of " + all.length + ")" : "")});
    heights[side] += 22;
    for (const n of all.slice(0, MOST_NODES)) {
      Object.assign(n, {x: X[side], y: heights[side], w: BOX[side]});
      boxes.push(n);
      heights[side] += LINE;
    }
    heights[side] += 8;
  }
  const height = Math.max(...heights);
  for (const n of boxes) if (SIDES[n.kind] === 1 && heights[1] < height) n.y += (height - heights[1]) / 3;
  for (const t of heads) if (t.x === X[1]) t.y += heights[1] < height ? (height - heights[1]) / 3 : 0;

  const root = svg("svg", {viewBox: "0 0 " + WIDTH + " " + height, class: "graph", role: "img",
    "aria-label": "Identity graph of " + plural(boxes.length, "node")});
  const drawn = [];
  const top = Math.max(1, ...edges.map(e => e.requests));
  for (const e of edges) {
    if (e.from.x === undefined || e.to.x === undefined || e.from.x === e.to.x) continue;
    const [a, b] = e.from.x < e.to.x ? [e.from, e.to] : [e.to, e.from];
    const x1 = a.x + a.w, x2 = b.x, y1 = a.y + 15, y2 = b.y + 15, bend = (x2 - x1) / 2;
    const path = svg("path", {d: "M" + x1 + " " + y1 + "C" + (x1 + bend) + " " + y1 + " " + (x2 - bend) + " " + y2 + " " + x2 + " " + y2,
      class: "edge" + (a.isNew || b.isNew ? " new" : ""),
      "stroke-width": (1 + 4 * Math.log1p(e.requests) / Math.log1p(top)).toFixed(2)},
    svg("title", {}, a.value + " – " + b.value + ": " + plural(e.requests, "request")));
    drawn.push({path, e});
    root.append(path);
  }
  for (const t of heads) root.append(svg("text", {x: t.x, y: t.y, class: "group"}, t.text));
  for (const n of boxes) {
    const light = on => {
      for (const d of drawn) d.path.classList.toggle("lit", on && (d.e.from === n || d.e.to === n));
      root.classList.toggle("some", on);
    };
    const fit = n.w / 7.4, cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;
    const box = svg("g", {class: "node " + n.kind + (n.isNew ? " new" : ""), tabindex: 0, transform: "translate(" + n.x + " " + n.y + ")",
      onmouseenter: () => light(true), onmouseleave: () => light(false), onfocus: () => light(true), onblur: () => light(false)},
    svg("rect", {width: n.w, height: LINE - 6, rx: 3}),
    svg("text", {x: 8, y: n.sub ? 13 : 19}, cut(n.value, fit - (n.isNew ? 7 : 0))),
    n.sub ? svg("text", {x: 8, y: 25, class: "sub"}, cut(n.sub, n.w / 5.9)) : null,
    n.isNew ? svg("text", {x: n.w - 8, y: 13, class: "flag"}, "new") : null,
    svg("title", {}, [n.value, n.sub, n.requests ? plural(n.requests, "request") : "", n.isNew ? "new" : ""].filter(Boolean).join("\n")));
    if (n.kind === "credential" && (credentials.has(n.value) || baselines.has(n.value))) {
      const go = () => { location.hash = "#/credential/" + encodeURIComponent(n.value); };
      box.addEventListener("click", go);
      box.addEventListener("keydown", e => { if (e.key === "Enter") go(); });
      box.classList.add("goes");
    }
    root.append(box);
  }
  return root;
}
