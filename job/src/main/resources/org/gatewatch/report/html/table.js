// A table of any length: only the rows in view are in the document.

const ROW = 27, AHEAD = 12, PRINTED = 1000;
let tables = [];

/** Whether a column holds numbers, long texts, or what paper has no room for. */
const look = c => [c.num ? "num" : c.wide ? "wide" : "", c.extra ? "extra" : ""].join(" ").trim();

/**
 * columns: {label, get: row => text or number, cell: row => node, num, wide}. Returns the table with
 * its filter; rows are sorted by a click on a column's head.
 */
function table(columns, rows, options) {
  const {filter = rows.length > 8, height = 460, name = "rows", order = -1, empty = "None."} =
    options || {};
  if (!rows.length) return h("p", {class: "dim"}, empty);
  let shown = rows, sorted = order, up = true, from = -1, to = -1;
  const body = h("tbody", {});
  const heads = columns.map((c, i) => h("th", {scope: "col", class: look(c)},
    h("button", {type: "button", onclick: () => sort(i)}, c.label)));
  const box = h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": name},
    h("table", {"aria-rowcount": rows.length}, h("thead", {}, h("tr", {}, heads)), body));
  const told = h("span", {class: "dim", role: "status"});
  const input = h("input", {type: "search", placeholder: "Filter " + name, "aria-label": "Filter " + name});
  box.style.maxHeight = height + "px";

  const line = row => h("tr", {}, columns.map(c => {
    const text = String(c.get(row) ?? "");
    return h("td", {class: look(c), title: text.length > 14 ? text : null},
      c.cell ? c.cell(row) : c.num && text !== "" ? count(c.get(row)) : text);
  }));
  const space = px => {
    const cell = h("td", {colspan: columns.length});
    cell.style.height = px + "px";
    return h("tr", {class: "space", "aria-hidden": true}, cell);
  };

  function draw(all) {
    const first = all ? 0 : Math.max(0, Math.floor(box.scrollTop / ROW) - AHEAD);
    const seen = Math.ceil((box.clientHeight || height) / ROW) + 2 * AHEAD;
    const last = Math.min(shown.length, all ? PRINTED : first + seen);
    if (first === from && last === to) return;
    [from, to] = [first, last];
    body.replaceChildren(
      ...(first ? [space(first * ROW)] : []),
      ...shown.slice(first, last).map(line),
      ...(last < shown.length && !all ? [space((shown.length - last) * ROW)] : []));
  }

  function again() {
    from = -1;
    told.textContent = shown.length === rows.length ? count(rows.length)
      : count(shown.length) + " of " + count(rows.length);
    heads.forEach((th, i) => {
      if (i === sorted) th.setAttribute("aria-sort", up ? "ascending" : "descending");
      else th.removeAttribute("aria-sort");
    });
    draw(false);
  }

  function sort(i) {
    up = sorted === i ? !up : !columns[i].num;
    sorted = i;
    const get = columns[i].get;
    rows = rows.slice().sort((a, b) => {
      const x = get(a) ?? "", y = get(b) ?? "";
      const d = typeof x === "number" && typeof y === "number" ? x - y
        : String(x).localeCompare(String(y), "en", {numeric: true});
      return up ? d : -d;
    });
    search();
  }

  function search() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = words.length ? rows.filter(row => {
      const text = columns.map(c => c.get(row) ?? "").join("\u0001").toLowerCase();
      return words.every(word => text.includes(word));
    }) : rows;
    box.scrollTop = 0;
    again();
  }

  let wait = 0;
  input.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 60); });
  box.addEventListener("scroll", () => requestAnimationFrame(() => draw(false)));
  tables.push({print: () => { from = -1; draw(true); }, screen: again});
  again();
  const csv = () => [columns.map(c => c.label), ...shown.map(row => columns.map(c => c.get(row) ?? ""))]
    .map(cells => cells.map(quoted).join(",")).join("\n");
  const copy = h("button", {type: "button", class: "copy", onclick: () => {
    const real = copyButton(csv(), "Copy as CSV");
    copy.replaceWith(real);
    real.click();
    setTimeout(() => real.replaceWith(copy), 1600);
  }}, "Copy as CSV");
  return h("div", {class: "table"}, filter ? h("div", {class: "tools"}, input, told, copy) : null, box);
}

/** A CSV cell that no spreadsheet takes for a formula. */
function quoted(value) {
  let text = String(value);
  if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
