// Every string that is shown comes from one file a language, which the server reads.

import { api, speak } from "./api.js";
import { plain, rich } from "./dom.js";

let table = {};
export let languages = ["en"];
export let language = "en";

export const learn = async (wanted) => {
  speak(wanted);
  const found = await api.words();
  table = found.words;
  languages = found.languages;
  language = found.lang;
  document.documentElement.lang = language;
};

const known = (key) => table[`explorer.${key}`] ?? table[key];

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (value) => String(value).replace(/[&<>"]/g, (one) => ESCAPES[one]);

/** A string with its blanks filled in, as text. */
export const t = (key, blanks = {}) => {
  const text = known(key);
  if (text === undefined) throw new Error(`no such string: ${key}`);
  return plain(text.replace(/\{(\w+)\}/g, (_, name) => escaped(blanks[name])));
};

/** The same as nodes; blanks may be nodes. */
export const nodes = (key, blanks = {}) => {
  const parts = known(key).split(/\{(\w+)\}/);
  return parts.flatMap((part, place) => {
    if (place % 2 === 0) return rich(part.replace(/^ | $/g, "\u00a0")).map((one) => (typeof one === "string" ? one.replace(/\u00a0/g, " ") : one));
    return [blanks[part]];
  });
};

export const has = (key) => known(key) !== undefined;

/** "One run" or "12 runs". */
export const counted = (key, amount, blanks = {}) => t(`${key}.${amount === 1 ? "one" : "many"}`, { n: number(amount), ...blanks });

/** A number as the language writes it, for axes and counts. */
export const number = (value) => {
  const [whole, rest] = String(Math.abs(value)).split(".");
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, table["format.thousands"]);
  return (value < 0 ? "−" : "") + parted + (rest ? table["format.decimal"] + rest : "");
};
