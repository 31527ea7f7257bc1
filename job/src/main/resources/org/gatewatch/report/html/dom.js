// Elements are made of tags and texts only: nothing of the data is ever parsed as HTML.

/** Text whose invisible characters are written out: an override must not turn a name around. */
const plain = text => String(text).replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, c => "<" + c.codePointAt(0).toString(16) + ">");

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : name === "href" ? value : plain(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(plain(child)));
  }
  return node;
}

/** An element: h("p", {class: "dim"}, "text", child...). */
function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same of SVG. */
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** A link inside the report; the parts are the data's, the address is ours. */
function link(parts, text, attributes) {
  return h("a", {href: "#/" + parts.map(encodeURIComponent).join("/"), ...attributes}, text);
}

function section(title, note, ...children) {
  return h("section", {}, h("h2", {}, title, note ? h("small", {}, note) : null), children);
}

/** Key and value in two columns; pairs without a value are left out. */
function facts(pairs) {
  return h("dl", {class: "facts"},
    pairs.filter(([, value]) => value !== undefined && value !== null && value !== "")
      .map(([key, value]) => [h("dt", {}, key), h("dd", {}, value)]));
}

const WORDS = ["", "Info", "Low", "Medium", "High", "Critical", "Fatal"];

function severity(id) {
  return h("span", {class: "sev s" + Number(id)}, WORDS[id] || "Unknown");
}

function copyButton(text, label) {
  const button = h("button", {type: "button", class: "copy"}, label);
  button.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch (refused) {
      const area = h("textarea", {class: "offscreen", readonly: true});
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  });
  return button;
}
