// Pictures to keep: with their title, and with a line that says what they are not, so that it travels with them.

import { h, s, save } from "./dom.js";
import { lines } from "./charts.js";
import { t } from "./words.js";

const EDGE = 28;
const HEAD = 22;

/** Every colour as it is on paper, wherever the picture ends up. */
const onPaper = (text) => {
  const style = getComputedStyle(document.documentElement);
  const paper = (name) => style.getPropertyValue(`--${name}`).match(/#[0-9a-f]{6}/i)?.[0] ?? "#1b1b1d";
  return text.replace(/var\(\s*--([a-z]+)\s*(?:,[^)]*)?\)/g, (_, name) => paper(name));
};

const composed = (picture, title) => {
  const { width, height } = picture.viewBox.baseVal;
  const scale = width < 480 && !picture.classList.contains("narrow") ? 1.6 : 1;
  const [wide, high] = [Math.max(width * scale, 340), height * scale];
  const heading = lines(title, Math.floor(wide / 10));
  const foot = lines(t("pictures.foot"), Math.floor(wide / 6.4));
  const top = EDGE + heading.length * (HEAD + 4) + 10;
  const full = top + high + 18 + foot.length * 16 + EDGE - 10;
  const inner = picture.cloneNode(true);
  for (const [name, value] of Object.entries({ x: EDGE, y: top, width: width * scale, height: high })) inner.setAttribute(name, value);
  inner.removeAttribute("class");
  const text = (said, y, size, weight, ink) =>
    s("text", { x: EDGE, y, "font-size": size, "font-weight": weight, look: `fill:var(--${ink})` }, said);
  return s("svg", {
    viewBox: `0 0 ${wide + 2 * EDGE} ${full}`, width: wide + 2 * EDGE, height: full, "font-family": "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif",
  },
  s("rect", { width: wide + 2 * EDGE, height: full, look: "fill:var(--paper)" }),
  heading.map((line, place) => text(line, EDGE + 16 + place * (HEAD + 4), HEAD - 4, "bold", "ink")),
  inner,
  foot.map((line, place) => text(line, top + high + 26 + place * 16, 11.5, "normal", "soft")));
};

const asText = (picture, title) => onPaper(new XMLSerializer().serializeToString(composed(picture, title)));

const asPng = (text) => new Promise((done, failed) => {
  const image = new Image();
  image.onload = () => {
    const canvas = h("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
  };
  image.onerror = () => failed(new Error("no picture"));
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
});

/** Two buttons that keep what the figure shows just now. */
export const keep = (figure, name, title) => {
  const seen = () => [...figure.querySelectorAll("svg[viewBox]:not(.key)")].find((one) => one.getClientRects().length);
  const button = (kind, get) => h("button", {
    type: "button", class: "link", "data-key": `${kind}-${name}`, "aria-label": `${t(`pictures.${kind}`)}: ${title}`, onclick: get,
  }, t(`pictures.${kind}`));
  return h("p", { class: "get" },
    button("svg", () => save(asText(seen(), title), `${name}.svg`, "image/svg+xml")),
    button("png", async () => save(await asPng(asText(seen(), title)), `${name}.png`)));
};
