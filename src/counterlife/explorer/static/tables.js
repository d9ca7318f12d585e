// Frames as tables, as the report writes them: a value, its range and its count in one cell; every number marked with where it is from.

import { h, save } from "./dom.js";
import { nodes, t } from "./words.js";

const PLAIN_NOTES = ["chance", "same", "absent"];
const HIDDEN = ["lo", "hi", "of", "runs"];

/** A number of a frame, marked. */
export const told = (frame, row, key) => {
  const cell = frame.rows[row][key];
  return h("data", { value: String(cell.value), "data-of": `${frame.id}/${row}/${key}` }, cell.shown);
};

const numeric = (frame, row, key) => (frame.rows[row][key].value === null ? frame.rows[row][key].shown : told(frame, row, key));

const figure = (frame, row, key) => {
  const cells = frame.rows[row];
  const lead = key.slice(0, -"value".length);
  if (cells[`${lead}note`]?.value === "few" && !(`${lead}of` in cells)) return nodes("tables.few", { count: told(frame, row, `${lead}count`) });
  const value = numeric(frame, row, key);
  const [lo, hi] = [cells[`${lead}lo`].value, cells[`${lead}hi`].value];
  if (lo === null || lo === hi) return [value];
  return [value, " ", h("small", {}, nodes("tables.range", { lo: told(frame, row, `${lead}lo`), hi: told(frame, row, `${lead}hi`) }))];
};

const count = (frame, row, key) => {
  const lead = key.slice(0, -"count".length);
  if (frame.rows[row][key].value === null) return ["–"];
  return nodes("tables.count", { count: told(frame, row, key), of: told(frame, row, `${lead}of`) });
};

const note = (frame, row, key) => [PLAIN_NOTES.includes(frame.rows[row][key].value) ? "" : frame.rows[row][key].shown];

const shown = (frame) => {
  const keys = new Set(frame.columns.map((column) => column.key));
  const found = [];
  for (const column of frame.columns) {
    const cut = column.key.lastIndexOf("_");
    const lead = cut < 0 ? "" : column.key.slice(0, cut + 1);
    const last = column.key.slice(cut + 1);
    const part = keys.has(`${lead}lo`) && keys.has(`${lead}value`);
    if (part && HIDDEN.includes(last)) continue;
    if (part && last === "value") found.push([column, figure]);
    else if (part && last === "count") { if (keys.has(`${lead}of`)) found.push([column, count]); }
    else if (part && last === "note") {
      if (!lead && frame.rows.some((row) => !PLAIN_NOTES.includes(row[column.key].value))) found.push([column, note]);
    } else found.push([column, column.number ? (...at) => [numeric(...at)] : (...at) => [frame.rows[at[1]][at[2]].shown]]);
  }
  return found;
};

/** What the parts of a table are, where on a phone they stand below each other and are no longer laid out as one. */
export const role = (stacks, name, label) => (stacks ? { role: name, "data-label": label } : {});

/** A frame as a table with a caption, headings of columns and of rows; one that stacks needs no scrolling on a phone. */
export const table = (frame, stacks = false) => {
  const columns = shown(frame);
  const side = (column) => (column.number ? "num" : null);
  const head = columns.map(([column]) => h("th", { scope: "col", class: side(column), ...role(stacks, "columnheader") }, column.title));
  const cells = (row) => columns.map(([column, cell], place) => (place
    ? h("td", { class: side(column), ...role(stacks, "cell", column.title) }, cell(frame, row, column.key))
    : h("th", { scope: "row", ...role(stacks, "rowheader") }, cell(frame, row, column.key))));
  const body = frame.rows.map((_, row) => h("tr", role(stacks, "row"), cells(row)));
  return h("table", { class: stacks && "stacks", ...role(stacks, "table") }, h("caption", {}, frame.title),
    h("thead", role(stacks, "rowgroup"), h("tr", role(stacks, "row"), head)), h("tbody", role(stacks, "rowgroup"), body));
};

/** A table with its CSV; closed until somebody opens it, unless it is to stand open. */
export const tabled = (frame, { open = false, key = frame.id } = {}) => {
  const scroll = h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": frame.title }, table(frame, open));
  const get = h("p", { class: "get" }, csv(frame));
  if (open) return h("div", { class: "tabled" }, scroll, get);
  return h("details", { "data-key": `table-${key}` }, h("summary", {}, frame.title), scroll, get);
};

const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** The raw values of a frame, comma-separated, one header line. */
export const asCsv = (frame) => {
  const keys = frame.columns.map((column) => column.key);
  const rows = frame.rows.map((row) => keys.map((key) => quoted(row[key].value === null ? "" : String(row[key].value))));
  return [keys, ...rows].map((row) => `${row.join(",")}\n`).join("");
};

const csv = (frame) => h("button", {
  type: "button", class: "link", "aria-label": `${t("page.csv")}: ${frame.title}`, onclick: () => save(asCsv(frame), `${frame.id}.csv`, "text/csv"),
}, t("page.csv"));
