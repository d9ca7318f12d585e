// Elements, text with the little markup that words hold, and pictures: all without inline styles, which the page's policy forbids.

const SVG = "http://www.w3.org/2000/svg";
const MARKUP = new Set(["DATA", "EM", "B", "SMALL", "STRONG", "CODE", "SPAN"]);

const fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "look") node.style.cssText = value;
    else if (name === "value" || name === "checked" || name === "disabled" || name === "open") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
};

/** An element of the page: h("p", {class: "note"}, "text", other). */
export const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An element of a picture; `look` is its style. */
export const s = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Text of the words as nodes: only the few elements that words use are kept. */
export const rich = (text) => {
  const found = new DOMParser().parseFromString(String(text ?? ""), "text/html");
  const copy = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    const inner = [...node.childNodes].flatMap(copy);
    if (!MARKUP.has(node.tagName)) return inner;
    const kept = {};
    for (const name of ["value", "data-of", "class"]) if (node.hasAttribute(name)) kept[name] = node.getAttribute(name);
    const made = h(node.tagName.toLowerCase(), {}, inner);
    for (const [name, value] of Object.entries(kept)) made.setAttribute(name, value);
    return [made];
  };
  return [...found.body.childNodes].flatMap(copy);
};

/** Text of the words without its markup. */
export const plain = (text) => rich(text).map((node) => (typeof node === "string" ? node : node.textContent)).join("");

/** Pictures that the server drew, as nodes. Their styles are set one by one, which the policy allows. */
export const drawn = (text) => {
  const marked = String(text ?? "").replace(/ style="/g, ' data-look="').replace(/<svg(?![^>]*xmlns)/g, `<svg xmlns="${SVG}"`);
  const found = new DOMParser().parseFromString(`<div xmlns="http://www.w3.org/1999/xhtml">${marked}</div>`, "application/xml");
  if (found.querySelector("parsererror, script, foreignObject")) return [];
  const nodes = [...document.importNode(found.documentElement, true).childNodes];
  for (const root of nodes.filter((node) => node.nodeType === Node.ELEMENT_NODE)) {
    for (const node of [root, ...root.querySelectorAll("*")]) {
      for (const name of node.getAttributeNames().filter((one) => one.startsWith("on"))) node.removeAttribute(name);
      if (node.hasAttribute("data-look")) {
        node.style.cssText = node.getAttribute("data-look");
        node.removeAttribute("data-look");
      }
    }
  }
  return nodes;
};

/** Put new content in a place; what is open stays open, and the focus stays where it was. */
export const swap = (place, ...children) => {
  const open = new Map([...place.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]));
  const held = place.contains(document.activeElement) ? document.activeElement.closest("[data-key], [id]") : null;
  const key = held && (held.dataset.key ? `[data-key="${CSS.escape(held.dataset.key)}"]` : `#${CSS.escape(held.id)}`);
  const inner = held && held.tagName === "DETAILS" ? "summary" : "";
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  for (const one of place.querySelectorAll("details[data-key]")) if (open.has(one.dataset.key)) one.open = open.get(one.dataset.key);
  if (key) place.querySelector(`${key} ${inner}`.trim())?.focus({ preventScroll: true });
  return place;
};

/** A file for the reader to keep. */
export const save = (content, name, type) => {
  const link = h("a", { download: name });
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.click();
  URL.revokeObjectURL(link.href);
};
