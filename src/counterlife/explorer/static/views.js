// What an answer looks like, part by part: the report's own exhibits, with charts that follow the page.

import { chart } from "./charts.js";
import { drawn, h, rich, s } from "./dom.js";
import { keep } from "./pictures.js";
import { tabled } from "./tables.js";
import { t } from "./words.js";

const said = (exhibit) => (exhibit.said ?? []).map((text) => h("p", { class: "said" }, rich(text)));
const notes = (exhibit) => (exhibit.notes ?? []).map((text) => h("p", { class: "note" }, rich(text)));

/** An exhibit: heading, what it shows, its chart, sentences, tables, and what else to know. */
export const exhibit = (one, { tables = true } = {}) => {
  const charts = chart(one);
  const title = h("h2", { id: `${one.id}-title` }, rich(one.title));
  const figure = charts.length ? h("figure", { "data-picture": one.id }, charts, keepLater(one)) : null;
  return h("section", { id: one.id, "aria-labelledby": `${one.id}-title`, "data-key": `section-${one.id}` },
    title, h("p", { class: "lead" }, rich(one.lead)), figure, said(one),
    tables ? one.frames.map((frame) => tabled(frame, { open: one.open })) : null, notes(one));
};

/** The buttons below a figure find their picture when they are pressed. */
const keepLater = (one) => {
  const place = h("div", {});
  queueMicrotask(() => place.parentElement && place.replaceWith(keep(place.parentElement, one.id, plainTitle(one))));
  return place;
};

const plainTitle = (one) => rich(one.title).map((node) => node.textContent ?? node).join("");

/** A hundred people, in each world, side by side. */
export const people = (found, title = found.exhibit.title, key = "people", pictures = found.pictures) => h("section", { id: key, "aria-labelledby": `${key}-title`, "data-key": `section-${key}` },
  h("h2", { id: `${key}-title` }, rich(title)),
  h("p", { class: "lead" }, rich(found.exhibit.lead)),
  h("div", { class: "worlds" }, pictures.map((one, place) => world(one, `${key}-${place + 1}`))),
  found.exhibit.frames.map((frame) => tabled(frame, { key: `${key}-${frame.id}` })),
  notes(found.exhibit));

const world = (one, name) => {
  const figure = h("figure", { class: "world", "data-picture": name },
    h("h3", {}, one.title),
    h("div", { class: "wide" }, drawn(one.wide)), h("div", { class: "narrow" }, drawn(one.narrow)),
    h("figcaption", {}, drawn(one.legend)));
  figure.append(keep(figure, name, one.title));
  return figure;
};

/** Claims beside costs: two tables of the same size. */
export const claims = (one) => {
  const made = exhibit(one, { tables: false });
  const lead = made.querySelector(".lead");
  lead.after(h("div", { class: "beside" }, one.frames.map((frame) => tabled(frame, { open: true }))));
  return made;
};

/** Three kinds of doubt, kept apart. */
export const doubts = (found) => h("section", { id: "doubts", "aria-labelledby": "doubts-title" },
  h("h2", { id: "doubts-title" }, rich(found.title)),
  h("dl", { class: "doubts" }, ["chance", "ignorance", "model"].map((kind) => h("div", {}, h("dt", {}, rich(found[kind].title)), h("dd", {}, rich(found[kind].text))))));

/** What cannot be told in this run, as a card with what to do about it. */
export const missing = (text, label, act) => h("p", { class: "missing" }, text, " ", label ? h("button", { type: "button", class: "small", onclick: act }, label) : null);

const ICON = { mistake: ["harm", "M-6-6L6 6M6-6L-6 6", true], untouched: ["faint", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z", false] };

/** So many of a number of people, as icons: for the bet. */
export const crowd = (hurt, out, label) => {
  const across = out === 100 ? 20 : 50;
  const step = out === 100 ? 22 : 12;
  const unit = step / 22;
  const icon = (kind, place) => {
    const [name, d, bold] = ICON[kind];
    const x = ((place % across) + 0.5) * step;
    const y = (Math.floor(place / across) + 0.5) * step;
    return s("path", { d, transform: `translate(${x} ${y}) scale(${unit})`, look: `fill:none;stroke:var(--${name});stroke-width:${bold ? 3.8 : 1.6}` });
  };
  const icons = Array.from({ length: out }, (_, place) => icon(place < hurt ? "mistake" : "untouched", place));
  return s("svg", { class: "people", viewBox: `0 0 ${across * step} ${(out / across) * step}`, role: "img", "aria-label": label }, icons);
};

/** Until the first answer: the rules that are being lived. */
export const waiting = (regime) => h("section", { "aria-labelledby": "waiting-title" },
  h("h2", { id: "waiting-title" }, t("result.coming")),
  h("ol", { class: "ten" }, regime.sentences.slice(0, 10).map((one) => h("li", {}, rich(one.text)))));
