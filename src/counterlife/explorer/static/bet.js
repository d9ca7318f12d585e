// A first visit begins with a bet. What the reader expected then stands beside the answer.

import { h, plain, rich, swap } from "./dom.js";
import { number, t } from "./words.js";
import { crowd } from "./views.js";

const KEY = "counterlife-bet";

/** The bet that was made, or null; undefined if nobody was asked. */
export const made = () => {
  const kept = sessionStorage.getItem(KEY);
  return kept === null ? undefined : JSON.parse(kept);
};

const keepBet = (value) => sessionStorage.setItem(KEY, JSON.stringify(value));

/** Ask for a bet; `done` is called with it, or with null if the reader would rather not. */
export const ask = (place, regime, about, done) => {
  const picture = h("div", { class: "crowd" });
  const said = h("output", { for: "guess", class: "guess unset" });
  // Nothing is guessed before the reader moves: a bet that is already there would pull theirs towards it.
  const guess = h("input", { type: "range", id: "guess", class: "unset", min: "0", max: "100", value: "50", oninput: () => show() });
  const bet = h("button", { type: "button", class: "main", id: "bet-done", disabled: true, onclick: () => settle(Number(guess.value)) }, t("bet.done"));
  const say = (n, text) => {
    said.textContent = text;
    guess.setAttribute("aria-valuetext", text);
    picture.replaceChildren(crowd(n, 100, text));
  };
  const show = () => {
    for (const one of [guess, said]) one.classList.remove("unset");
    bet.disabled = false;
    say(Number(guess.value), t("bet.guess", { n: number(guess.value) }));
  };
  const settle = (value) => { keepBet(value); done(value); };
  swap(place,
    h("p", { class: "over" }, about),
    h("h1", { id: "bet-title" }, t("bet.title")),
    h("p", { class: "lead" }, t("bet.lead", { title: regime.title })),
    h("ul", { class: "ten" }, regime.sentences.slice(0, 4).map((one) => h("li", {}, rich(one.text)))),
    h("div", { class: "betting" }, picture, h("div", { class: "field" }, h("label", { for: "guess" }, t("bet.label")), guess, said)),
    h("p", { class: "buttons" },
      bet, " ",
      h("button", { type: "button", class: "link", id: "bet-skip", onclick: () => settle(null) }, t("bet.skip"))));
  guess.addEventListener("pointerup", show);
  say(0, t("bet.unset"));
  place.hidden = false;
};

/** The bet beside the answer, on the same icons. `frame` is the table of the finding. */
export const settled = (bet, answer) => {
  const row = answer.finding.frame.rows[0];
  const share = row.of.value ? row.count.value / row.of.value : 0;
  const out = share > 0 && share * 100 < 1 ? 1000 : 100;
  const hurt = Math.round(share * out);
  const side = (title, n, label) => h("figure", { class: "world" }, h("h3", {}, title), crowd(n, out, label), h("figcaption", {}, label));
  const more = bet * out / 100;
  const told = hurt || !row.count.value ? t("bet.of", { n: number(hurt), of: number(out) }) : t("bet.fewer", { of: number(out) });
  return h("section", { id: "settled", "aria-labelledby": "settled-title" },
    h("h2", { id: "settled-title" }, t("bet.settled")),
    h("div", { class: "worlds" }, side(t("bet.yours"), more, t("bet.of", { n: number(more), of: number(out) })), side(t("bet.answer"), hurt, told)),
    h("p", { class: "said" }, rich(answer.finding.sentence), " ", rich(answer.finding.chance)),
    h("p", { class: "note" }, t("bet.note")));
};

export const asText = (answer) => plain(answer.finding.sentence);
