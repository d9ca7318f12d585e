// One life, twice: found by a rule, stepped through, or asked for by number.

import { api, Fault } from "./api.js";
import { drawn, h, rich, swap } from "./dom.js";
import { keep } from "./pictures.js";
import { tabled } from "./tables.js";
import { number, t } from "./words.js";

export const KINDS = ["harmed", "worst", "helped", "untouched", "typical"];

/** The view. `on`: life({kind, step, person}) when another is wanted, file(code). */
export class Lives {
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.turn = 0;
  }

  frame(state) {
    const choice = (kind) => h("span", { class: "choice" },
      h("input", { type: "radio", name: "kind", id: `kind-${kind}`, value: kind, "data-key": `kind-${kind}`, checked: !state.person && state.kind === kind, onchange: () => this.on.life({ kind, step: 0, person: "" }) }),
      h("label", { for: `kind-${kind}` }, t(`lives.kinds.${kind}`)));
    const person = h("input", { type: "text", inputmode: "numeric", id: "person", size: "8", autocomplete: "off", value: state.person, "data-key": "person" });
    const ask = (event) => { event.preventDefault(); if (person.value.trim()) this.on.life({ person: person.value.replace(/\D/g, "") }); };
    this.body = h("div", { id: "life", "aria-live": "polite" });
    swap(this.place, h("section", { "aria-labelledby": "lives-title" },
      h("h2", { id: "lives-title" }, t("lives.title")), h("p", { class: "lead" }, t("lives.intro")),
      h("fieldset", { class: "choices" }, h("legend", {}, t("lives.which")), KINDS.map(choice)),
      h("form", { class: "ask", onsubmit: ask }, h("label", { for: "person" }, t("lives.person")), person, h("button", { class: "small" }, t("lives.open"))),
      this.body,
      h("p", { class: "note" }, t("lives.legend")), h("p", { class: "note" }, t("lives.note"))));
  }

  async show(run, state) {
    const turn = this.turn += 1;
    if (!this.body?.isConnected) this.frame(state);
    if (!run) return swap(this.body, h("p", { class: "lead" }, t("lives.wait")));
    this.body.setAttribute("aria-busy", "true");
    try {
      const found = state.person ? await api.life(run, state.person) : await api.lives(run, state.kind, state.step);
      if (turn === this.turn) swap(this.body, this.life(found, state));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (turn === this.turn) swap(this.body, h("p", { class: "fault" }, error.message, " ", error.remedy));
    }
    this.body.removeAttribute("aria-busy");
  }

  life(found, state) {
    const head = found.why ? [h("h3", {}, rich(found.rule)), h("p", { class: "note" }, rich(found.why), " ", rich(found.like))] : [];
    if (found.person === null || found.person === undefined) return [...head, h("p", { class: "missing" }, t("lives.nobody"))];
    const figure = h("figure", { "data-picture": "life" },
      h("div", { class: "wide" }, drawn(found.wide)), h("div", { class: "narrow" }, drawn(found.narrow)),
      h("ol", { class: "events" }, found.events.map((event) => h("li", {}, h("b", {}, event.shown), " ", event.text))));
    figure.append(keep(figure, "life", found.title));
    return [
      ...head, state.person ? null : this.steps(found),
      h("p", { class: "said" }, h("b", {}, `${found.title}.`), " ", found.sentence), figure,
      tabled(found.frame, { key: "life" }),
      found.code ? h("p", {}, h("button", { type: "button", class: "small", "data-key": "to-file", onclick: () => this.on.file(found.code) }, t("lives.file", { code: found.code }))) : null,
    ];
  }

  steps(found) {
    const many = found.steps ?? 0;
    const step = (by, key) => h("button", {
      type: "button", class: "small", "data-key": key, disabled: many < 2, onclick: () => this.on.life({ step: found.step + by }),
    }, t(`lives.${key}`));
    return h("p", { class: "steps" }, step(-1, "previous"), " ", step(1, "next"), " ",
      h("span", { class: "soft" }, found.step ? t(found.step > 0 ? "lives.after" : "lives.before", { n: number(Math.abs(found.step)) }) : t("lives.at-rule")));
  }
}
