// Charts, each from a frame and nothing else, in two layouts: for a page and for a phone. Shapes and dashes say what colours say.

import { plain, s } from "./dom.js";
import { number, t } from "./words.js";

const COLOURS = ["harm", "own", "through", "help", "quiet"];
const DASHES = ["none", "7 3", "2 2", "9 3 2 3", "3 6"];
const WIDTH = { wide: 860, narrow: 350 };
const LABEL = { wide: 290, narrow: 0 };
const VALUE = { wide: 140, narrow: 0 };
const DOT = 11;
const LETTER = 7.6;
const TILES = { wide: 4, narrow: 2 };
const GAP = 10;
const FULLEST = 0.4;

const colour = (name) => `var(--${name})`;
const inked = (name, more = "") => `fill:${colour(name)};stroke:none;${more}`;
const lined = (name, width, more = "") => `fill:none;stroke:${colour(name)};stroke-width:${width};${more}`;

/** Round numbers along an axis. */
export const ticks = (low, high, most) => {
  const rough = (high - low) / most || 1;
  const base = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * base).find((one) => one >= rough);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + step * 1e-9; at += 1) found.push(Number((at * step).toPrecision(12)));
  return found;
};

/** Text cut into lines of so many letters. */
export const lines = (text, most) => {
  const found = [""];
  for (const word of text.split(" ")) {
    const last = found.length - 1;
    if (found[last] && found[last].length + word.length + 1 > most) found.push(word);
    else found[last] += (found[last] ? " " : "") + word;
  }
  return found;
};

/** The range of a row in words, if it has one. */
const range = (row) => (row.lo.value !== null && row.lo.value !== row.hi.value ? t("tables.range", { lo: row.lo.shown, hi: row.hi.shown }) : "");

class Drawing {
  constructor(layout) {
    this.layout = layout;
    this.width = WIDTH[layout];
    this.left = LABEL[layout];
    this.right = this.width - VALUE[layout] - 12;
    this.parts = [];
    this.y = 6;
  }

  get narrow() { return this.layout === "narrow"; }

  /** Room at the right for what the rows say. */
  beside(rows) {
    if (this.narrow) return;
    const most = Math.max(...rows.map((row) => `${row.value.shown} ${row.lo.shown} ${row.hi.shown}`.length + 6));
    this.right = this.width - Math.max(VALUE.wide, most * 8) - 12;
  }

  span(low, high) {
    const room = high - low || 1;
    this.low = low;
    this.high = high;
    this.x = (value) => this.left + 8 + ((value - low) / room) * (this.right - this.left - 16);
  }

  add(...nodes) { this.parts.push(...nodes); }

  text(x, y, said, { anchor = "start", ink = "ink", size = 13.5, weight = "normal" } = {}) {
    this.add(s("text", { x, y, "text-anchor": anchor, "font-size": size, "font-weight": weight, look: inked(ink) }, said));
  }

  /** The name of a row: at its left, or on a phone above it, where its value leaves room. */
  label(name, height, row) {
    if (this.narrow) {
      const room = this.width - (row.value.shown.length + range(row).length + 2) * LETTER;
      for (const line of lines(name, Math.min(26, Math.floor(room / LETTER)))) { this.text(0, this.y + 13, line); this.y += 17; }
      return;
    }
    const parts = lines(name, 40);
    parts.forEach((line, place) => this.text(0, this.y + height / 2 + 5 + (place - (parts.length - 1) / 2) * 16, line));
  }

  /** Value and range of a row, as the table has them. */
  value(row, y, above) {
    const x = this.narrow ? this.width - 2 : this.right + 14;
    const anchor = this.narrow ? "end" : "start";
    const said = [s("tspan", { "font-weight": "bold" }, row.value.shown), s("tspan", { look: inked("soft") }, ` ${range(row)}`)];
    this.add(s("text", { x, y: this.narrow ? above : y, "text-anchor": anchor, "font-size": 13.5, look: inked("ink") }, said));
  }

  axis(unit, { grid = false, top = 0, zero = false } = {}) {
    const y = this.y + 4;
    for (const at of ticks(this.low, this.high, this.narrow ? 4 : 6)) {
      if (grid) this.parts.unshift(s("path", { d: `M${this.x(at)} ${top}V${y}`, look: lined("line", 1) }));
      this.add(s("path", { d: `M${this.x(at)} ${y}v5`, look: lined("faint", 1) }));
      this.text(this.x(at), y + 19, number(at), { anchor: "middle", ink: "soft", size: 12.5 });
    }
    if (zero) this.add(s("path", { d: `M${this.x(0)} ${top}V${y}`, look: lined("ink", 1.4, "stroke-dasharray:4 3") }));
    this.add(s("path", { d: `M${this.left + 2} ${y}H${this.right - 2}`, look: lined("faint", 1) }));
    this.y = y + 38;
    for (const line of lines(unit, this.narrow ? 46 : 74)) {
      this.text(this.narrow ? 0 : this.left + 8, this.y, line, { ink: "soft", size: 13 });
      this.y += 17;
    }
  }

  picture(alt) {
    const height = Math.ceil(this.y);
    return s("svg", { class: `chart ${this.layout}`, viewBox: `0 0 ${this.width} ${height}`, role: "img", "aria-label": alt }, this.parts);
  }
}

const stacked = (values, low, high, bins) => {
  const width = (high - low) / bins || 1;
  const below = new Map();
  return [...values].sort((a, b) => a - b).map((value) => {
    const bin = Math.min(Math.floor((value - low) / width), bins - 1);
    const level = below.get(bin) ?? 0;
    below.set(bin, level + 1);
    return { x: low + (bin + 0.5) * width, level, value };
  });
};

/** Quantile dots: each is one of equally likely runs; the line is the value of the table. */
const dots = ([summary, each], layout, alt) => {
  const drawing = new Drawing(layout);
  const values = each.rows.map((row) => row.value.value);
  drawing.beside(summary.rows);
  drawing.span(0, Math.max(...values, 1e-9) * 1.02);
  const room = Math.floor((drawing.right - drawing.left - 16) / (DOT + 1));
  for (const row of summary.rows.filter((one) => one.value.value !== null)) {
    const own = each.rows.filter((one) => one.group.value === row.group.value).map((one) => one.value.value);
    const placed = stacked(own, drawing.low, drawing.high, room);
    const height = Math.max(3, ...placed.map((one) => one.level + 1)) * DOT + 6;
    const above = drawing.y + 13;
    drawing.label(row.group.shown, height, row);
    const floor = drawing.y + height;
    for (const dot of placed) drawing.add(s("circle", { cx: drawing.x(dot.x), cy: floor - DOT * (dot.level + 0.5), r: 4.8, look: inked("harm", "opacity:.88") }));
    const middle = drawing.x(row.value.value);
    drawing.add(s("path", { d: `M${middle} ${floor - height + 4}V${floor}`, look: lined("ink", 2.2) }));
    drawing.add(s("path", { d: `M${drawing.left + 2} ${floor + 1}H${drawing.right - 2}`, look: lined("line", 1) }));
    drawing.value(row, floor - height / 2 + 5, above);
    drawing.y = floor + 12;
  }
  drawing.axis(summary.columns.find((one) => one.key === "value").title);
  return drawing.picture(alt);
};

const shape = (kind, x, y, name) => {
  const look = inked(name);
  if (kind === 1) return s("path", { d: `M${x - 7} ${y}l7 -7l7 7l-7 7z`, look });
  if (kind === 2) return s("rect", { x: x - 5.5, y: y - 5.5, width: 11, height: 11, look });
  return s("circle", { cx: x, cy: y, r: 6, look });
};

/** A dot and its range for every row; rows without a value stand in the table only. */
const intervals = ([frame], layout, alt, { label, series = "", zero = false }) => {
  const drawing = new Drawing(layout);
  const rows = frame.rows.filter((row) => row.value.value !== null);
  const ends = rows.flatMap((row) => [row.value.value, row.lo.value ?? row.value.value, row.hi.value ?? row.value.value]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const spare = (high - low || 1) * 0.03;
  drawing.beside(rows);
  drawing.span(low < 0 ? low - spare : 0, high > 0 ? high + spare : 0);
  const kinds = [...new Set(rows.map((row) => (series ? row[series].shown : "")))];
  if (series) {
    let x = drawing.narrow ? 0 : drawing.left + 8;
    kinds.forEach((kind, place) => {
      drawing.add(shape(place, x + 7, drawing.y + 8, COLOURS[place]));
      drawing.text(x + 20, drawing.y + 13, kind);
      x += 46 + kind.length * 7.6;
    });
    drawing.y += 28;
  }
  const top = drawing.y;
  for (const name of new Set(rows.map((row) => row[label].shown))) {
    const own = rows.filter((row) => row[label].shown === name);
    const above = drawing.y + 13;
    drawing.label(name, own.length * 24, own[0]);
    own.forEach((row, place) => {
      const y = drawing.y + 12;
      const which = series ? kinds.indexOf(row[series].shown) : 0;
      if (row.lo.value !== null) drawing.add(s("path", { d: `M${drawing.x(row.lo.value)} ${y}H${drawing.x(row.hi.value)}`, look: lined(COLOURS[which], 3) }));
      drawing.add(shape(which, drawing.x(row.value.value), y, COLOURS[which]));
      const stays = drawing.narrow && place > 0;
      drawing.value(row, y + 5, stays ? y + 5 : above);
      drawing.y += 24;
    });
    drawing.y += 8;
  }
  drawing.axis(frame.columns.find((one) => one.key === "value").title, { grid: true, top, zero });
  return drawing.picture(alt);
};

/** Lines over time with the band of their range. */
const steps = ([frame], layout, alt, { across, over, series }) => {
  const drawing = new Drawing(layout);
  const rows = frame.rows.filter((row) => row.value.value !== null);
  const names = [...new Set(rows.map((row) => row[series].shown))];
  drawing.left = 34;
  drawing.right = drawing.width - 8;
  names.forEach((name, place) => {
    drawing.add(s("path", { d: `M0 ${drawing.y + 9}h30`, look: lined(COLOURS[place], 3, `stroke-dasharray:${DASHES[place]}`) }));
    const parts = lines(name, drawing.narrow ? 40 : 90);
    parts.forEach((line, down) => drawing.text(40, drawing.y + 14 + down * 17, line));
    drawing.y += 4 + parts.length * 18;
  });
  for (const line of lines(frame.columns.find((one) => one.key === "value").title, drawing.narrow ? 46 : 100)) {
    drawing.text(0, drawing.y + 18, line, { ink: "soft", size: 13 });
    drawing.y += 17;
  }
  drawing.y += 18;
  const top = drawing.y;
  const height = 240;
  const highest = Math.max(...rows.map((row) => row.hi.value ?? row.value.value), 1);
  const [, step] = ticks(0, highest, 5);
  const high = Math.ceil(highest / step - 1e-9) * step;
  const y = (value) => top + height - (value / high) * height;
  const most = Math.max(...rows.map((row) => row[over].value), 1);
  drawing.span(0, most);
  for (const at of ticks(0, high, 5)) {
    drawing.add(s("path", { d: `M${drawing.left} ${y(at)}H${drawing.right}`, look: lined("line", 1) }));
    drawing.text(drawing.left - 6, y(at) + 4, number(at), { anchor: "end", ink: "soft", size: 12.5 });
  }
  names.forEach((name, place) => {
    const own = rows.filter((row) => row[series].shown === name);
    const banded = own.filter((row) => row.lo.value !== null);
    const edge = (key) => (row) => `${drawing.x(row[over].value)} ${y(row[key].value)}`;
    if (banded.length > 1) {
      const d = `M${banded.map(edge("lo")).join("L")}L${[...banded].reverse().map(edge("hi")).join("L")}z`;
      drawing.add(s("path", { d, look: inked(COLOURS[place], "opacity:.16") }));
    }
    drawing.add(s("path", { d: `M${own.map(edge("value")).join("L")}`, look: lined(COLOURS[place], 2.6, `stroke-dasharray:${DASHES[place]}`) }));
  });
  const bottom = top + height;
  for (let at = 0; at <= most; at += most <= 72 ? 12 : 24) drawing.text(drawing.x(at), bottom + 19, number(at), { anchor: "middle", ink: "soft", size: 12.5 });
  drawing.text(drawing.right, bottom + 38, across, { anchor: "end", ink: "soft", size: 13 });
  drawing.y = bottom + 44;
  return drawing.picture(alt);
};

/** A bar for every row, of a hundred. */
const bars = ([frame], layout, alt, { label, most = 100 }) => {
  const drawing = new Drawing(layout);
  drawing.beside(frame.rows);
  drawing.span(0, most);
  for (const row of frame.rows.filter((one) => one.value.value !== null)) {
    const above = drawing.y + 13;
    drawing.label(row[label].shown, 24, row);
    const [start, end] = [drawing.x(0), drawing.x(row.value.value)];
    drawing.add(s("rect", { x: start, y: drawing.y + 2, width: drawing.x(most) - start, height: 20, look: inked("panel") }));
    drawing.add(s("rect", { x: start, y: drawing.y + 2, width: Math.max(end - start, 1.5), height: 20, look: inked("own") }));
    drawing.value(row, drawing.y + 17, above);
    drawing.y += 32;
  }
  drawing.axis(frame.columns.find((one) => one.key === "value").title);
  return drawing.picture(alt);
};

/** A tile for every place, the fuller the higher its value; where a tile stands says nothing. */
const tiles = ([frame], layout, alt, { label }) => {
  const drawing = new Drawing(layout);
  const across = TILES[layout];
  const side = drawing.narrow ? (drawing.width - GAP) / across : 200;
  const most = Math.max(...frame.rows.map((row) => row.value.value ?? 0));
  for (const line of lines(frame.columns.find((one) => one.key === "value").title, drawing.narrow ? 46 : 100)) {
    drawing.text(0, drawing.y + 12, line, { ink: "soft", size: 13 });
    drawing.y += 17;
  }
  const top = drawing.y + 6;
  const height = 104;
  frame.rows.forEach((row, place) => {
    const x = (place % across) * (side + GAP);
    const y = top + Math.floor(place / across) * (height + GAP);
    const full = most ? (FULLEST * (row.value.value ?? 0)) / most : 0;
    drawing.add(s("rect", { x: x + 1, y, width: side - 2, height, rx: 6, look: `fill:var(--harm);fill-opacity:${full};stroke:var(--line)` }));
    drawing.text(x + side / 2, y + 32, row[label].shown, { anchor: "middle", size: 14 });
    drawing.text(x + side / 2, y + 60, row.value.shown, { anchor: "middle", size: 18, weight: "bold" });
    drawing.text(x + side / 2, y + 84, range(row), { anchor: "middle", size: 12.5 });
    drawing.y = y + height + 4;
  });
  return drawing.picture(alt);
};

const KINDS = {
  who: [dots, {}],
  where: [tiles, { label: "region" }],
  spread: [intervals, { label: "cause" }],
  quiet: [intervals, { label: "nature", series: "change" }],
  safeguards: [intervals, { label: "world", zero: true }],
  long: [steps, { over: "months", series: "world" }],
  funnel: [bars, { label: "step" }],
};

/** The chart of an exhibit in both layouts, or nothing where no row has a value. */
export const chart = (exhibit) => {
  const [draw, options] = KINDS[exhibit.id] ?? [];
  const [frame] = exhibit.frames;
  const enough = draw && frame?.rows.some((row) => row.value?.value !== null) && (draw !== dots || exhibit.frames.length > 1);
  if (!enough) return [];
  const alt = exhibit.alt || exhibit.said.map(plain).join(" ") || plain(exhibit.title);
  const across = exhibit.id === "long" ? t("columns.months-on") : "";
  return ["wide", "narrow"].map((layout) => draw(exhibit.frames, layout, alt, { ...options, across }));
};
