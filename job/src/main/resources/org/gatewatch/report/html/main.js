// Which page is shown is in the address, behind the #: it can be linked, and Back works.

const NAV = [["", "Overview"], ["findings", "Findings"], ["credentials", "Credentials"], ["coverage", "Coverage"], ["calibration", "Calibration"]];

function page(name, rest) {
  const missing = () => [h("h1", {}, "Not in this report"), h("p", {}, link([""], "Overview"))];
  switch (name) {
    case "": return overview();
    case "case": {
      const c = cases.find(one => String(one.number) === rest);
      return c ? casePage(c) : missing();
    }
    case "findings": return allFindings();
    case "finding": return findingOf.has(rest) ? findingPage(findingOf.get(rest)) : missing();
    case "credentials": return allCredentials();
    case "credential": return findingsBy.has(rest) || credentials.has(rest) ? credentialPage(rest) : missing();
    case "coverage": return coverage();
    case "calibration": return calibration();
    default: return missing();
  }
}

const root = document.getElementById("main");

function show() {
  for (const one of charts) if (one.drawn) one.drawn.dispose();
  charts = [];
  tables = [];
  let parts;
  try {
    parts = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  } catch (malformed) {
    parts = ["-"];
  }
  const [name, ...rest] = parts;
  const content = page(name, rest.join("/"));
  root.replaceChildren(...content.flat().filter(Boolean));
  const under = {case: "", finding: "findings", credential: "credentials"};
  document.getElementById("top").replaceChildren(
    h("button", {type: "button", class: "skip", onclick: () => root.focus()}, "Skip to content"),
    h("strong", {}, "Gatewatch"),
    h("nav", {"aria-label": "Report"}, NAV.map(([to, text]) =>
      h("a", {href: "#/" + to, "aria-current": (under[name] ?? name) === to ? "page" : null}, text))),
    h("span", {class: "dim when"}, span ? date(span.from) + " to " + date(span.to) : ""));
  document.title = (root.querySelector("h1") || {textContent: ""}).textContent.slice(0, 80) + " – Gatewatch report";
  drawCharts();
  for (const one of tables) one.screen();
}

addEventListener("hashchange", () => { show(); scrollTo(0, 0); });
addEventListener("resize", resizeCharts);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);
addEventListener("beforeprint", () => {
  document.documentElement.classList.add("print");
  for (const one of tables) one.print();
  resizeCharts();
  drawCharts();
});
addEventListener("afterprint", () => {
  document.documentElement.classList.remove("print");
  for (const one of tables) one.screen();
  resizeCharts();
  drawCharts();
});
document.getElementById("foot").append("Gatewatch " + (data.version || "") + ". Times are UTC. This file loads nothing and sends nothing.");
show();
