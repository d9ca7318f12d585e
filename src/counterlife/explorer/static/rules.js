// The rules and safeguards as sentences, each with its unit, where its number comes from, and a dial.

import { ownWords } from "./book.js";
import { h, swap } from "./dom.js";
import { RIVALS } from "./state.js";
import { counted, has, nodes, number, t } from "./words.js";

const SIZES = [2000, 5000, 20000, 50000];
const YEARS = [2, 5, 10];

const stop = (dial, value) => {
  const found = dial.stops.findIndex((one) => JSON.stringify(one.value) === JSON.stringify(value));
  return found < 0 ? dial.default : found;
};

/** The panel. `on` is told of changes: rule(path, value or undefined), preset({path: value}), guard(name, on), option(name, value), regime(name). */
export class Rules {
  constructor(place, on) {
    this.place = place;
    this.on = on;
    place.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Draw everything anew: another regime, another language. */
  show(state, regime, regimes) {
    this.state = state;
    this.regime = regime;
    this.dials = regime.dials.filter((dial) => dial.stops).map((dial) => this.dial(dial));
    const sections = [...new Set(this.dials.map(({ dial }) => dial.section))];
    swap(this.place,
      h("h2", { id: "rules-title", class: "small" }, t("rules.title")),
      this.chooser(regimes),
      this.changed = h("p", { class: "changed" }),
      sections.map((section) => h("fieldset", {},
        h("legend", {}, has(`rules.sections.${section}`) ? t(`rules.sections.${section}`) : section),
        this.dials.filter((one) => one.dial.section === section).map((one) => one.box))),
      this.dials.length ? null : h("p", { class: "note" }, t("rules.no-dials")),
      this.presets(),
      this.guards(),
      this.options(),
      h("p", { class: "only-phone" }, h("button", { type: "button", class: "main", id: "rules-done", onclick: () => this.on.done() }, t("rules.done"))));
    this.count();
  }

  chooser(regimes) {
    const options = regimes.filter((one) => one.name !== "none").map((one) =>
      h("option", { value: one.name }, one.hypothesis && !one.title.includes(t("labels.hyp")) ? t("labels.hypothesis", { name: one.title }) : one.title));
    if (!regimes.some((one) => one.name === this.state.regime)) options.unshift(h("option", { value: this.state.regime }, this.regime.title));
    const choice = h("select", { id: "regime", "data-key": "regime", onchange: () => this.on.regime(choice.value) }, options);
    choice.value = this.state.regime;
    return h("div", { class: "field" },
      h("label", { for: "regime" }, t("rules.regime")), choice,
      h("p", { class: "note", lang: "en" }, this.regime.summary.replaceAll("`", "")), ownWords(this.regime),
      h("p", { class: "note" }, h("button", { type: "button", class: "link", "data-key": "own", onclick: () => this.on.view("book") }, t("rules.own"))));
  }

  dial(dial) {
    const id = `dial-${dial.path.replace(/[^a-z0-9]+/gi, "-")}`;
    const chosen = () => (dial.path in this.state.set ? stop(dial, this.state.set[dial.path]) : dial.at);
    const value = h("output", { for: id });
    const sentence = h("label", { for: id, class: "sentence" },
      dial.sentence.split(/(\{value\})/).map((part) => (part === "{value}" ? value : part)));
    const reset = h("button", { type: "button", class: "link", onclick: () => { this.on.rule(dial.path, undefined); show(); input.focus(); } });
    const input = this.input(dial, id, (at) => {
      this.on.rule(dial.path, at === dial.default ? undefined : dial.stops[at].value);
      show();
    });
    const marks = h("p", { class: "marks", id: `${id}-note` });
    const show = () => {
      const at = chosen();
      value.textContent = dial.stops[at].shown;
      if (dial.kind === "switch") input.checked = Boolean(dial.stops[at].value);
      else input.value = String(at);
      if (dial.kind === "range") input.setAttribute("aria-valuetext", dial.stops[at].shown);
      box.classList.toggle("moved", at !== dial.default);
      reset.hidden = at === dial.default;
      this.count();
    };
    reset.textContent = t("rules.back", { value: dial.stops[dial.default].shown });
    const grade = has(`rules.grades.${dial.grade}`) ? t(`rules.grades.${dial.grade}`) : t("grades.none");
    marks.append(`${grade}${dial.lo_hi_shown ? ` · ${dial.lo_hi_shown}` : ""}${dial.source ? ` · ${dial.source}` : ""}`);
    const box = h("div", { class: `dial ${dial.kind}` }, sentence, h("div", { class: "track" }, input, this.tick(dial)), marks, reset);
    show();
    return { dial, box, show };
  }

  /** What nobody has measured, all of it at the ends that favour the scheme, or its critics. */
  presets() {
    const known = this.dials.filter(({ dial }) => dial.suits);
    if (!known.length) return null;
    const press = (whom) => {
      this.on.preset(Object.fromEntries(known.filter(({ dial }) => dial.suits[whom] !== dial.default).map(({ dial }) => [dial.path, dial.stops[dial.suits[whom]].value])));
      for (const one of this.dials) one.show();
    };
    const button = (whom) => h("button", { type: "button", class: "small", id: `preset-${whom}`, "data-key": `preset-${whom}`, "aria-describedby": "presets-note", onclick: () => press(whom) }, t(`presets.${whom}`));
    return h("fieldset", { class: "presets" }, h("legend", {}, t("presets.title")),
      h("p", { class: "note", id: "presets-note" }, t("presets.lead", { n: number(known.length) })), button("scheme"), " ", button("critic"));
  }

  input(dial, id, set) {
    const shared = { id, "data-key": id, "aria-label": dial.label, "aria-describedby": `${id}-note` };
    if (dial.kind === "switch") {
      const at = (on) => dial.stops.findIndex((one) => Boolean(one.value) === on);
      return h("input", { ...shared, type: "checkbox", role: "switch", onchange: (event) => set(at(event.target.checked)) });
    }
    if (dial.kind === "choice") {
      return h("select", { ...shared, onchange: (event) => set(Number(event.target.value)) }, dial.stops.map((one, at) => h("option", { value: String(at) }, one.shown)));
    }
    return h("input", { ...shared, type: "range", min: "0", max: String(dial.stops.length - 1), step: "1", oninput: (event) => set(Number(event.target.value)) });
  }

  /** A mark below the track where the regime file has the dial. */
  tick(dial) {
    if (dial.kind !== "range" || dial.stops.length < 2) return null;
    const share = dial.default / (dial.stops.length - 1);
    return h("span", { class: "tick", "aria-hidden": "true", look: `left:calc(${share * 100}% + ${9 - share * 18}px)` });
  }

  guards() {
    const box = (one) => {
      const id = `guard-${one.name}`;
      return h("div", { class: "guard" },
        h("input", { type: "checkbox", id, "data-key": id, checked: this.state.with.includes(one.name), "aria-describedby": `${id}-note`, onchange: (event) => { this.on.guard(one.name, event.target.checked); this.count(); } }),
        h("label", { for: id }, one.title), h("p", { class: "note", id: `${id}-note` }, one.summary.replaceAll("`", "")));
    };
    if (!this.regime.safeguards.length) return null;
    return h("fieldset", {}, h("legend", {}, t("rules.safeguards")), h("p", { class: "note" }, t("rules.safeguards-note")),
      this.regime.safeguards.map(box),
      this.check("alone", t("rules.alone")));
  }

  check(name, label) {
    return h("div", { class: "guard option" },
      h("input", { type: "checkbox", id: `option-${name}`, checked: this.state[name], onchange: (event) => this.on.option(name, event.target.checked) }),
      h("label", { for: `option-${name}` }, label));
  }

  options() {
    const choice = (name, values, said) => {
      const known = values.includes(this.state[name]) ? values : [...values, this.state[name]].sort((a, b) => a - b);
      const made = h("select", { id: `option-${name}`, onchange: () => this.on.option(name, Number(made.value)) },
        known.map((one) => h("option", { value: String(one) }, said(one))));
      made.value = String(this.state[name]);
      return h("div", { class: "field" }, h("label", { for: `option-${name}` }, t(`rules.${name}`)), made);
    };
    return h("fieldset", {}, h("legend", {}, t("rules.run")),
      choice("people", SIZES, (one) => t("rules.people-of", { n: number(one) })),
      choice("years", YEARS, (one) => counted("format.years", one)),
      this.rivals(),
      h("p", { class: "note" }, t("rules.run-note")));
  }

  rivals() {
    if (["none", "ordinary-fines"].includes(this.state.regime)) return null;
    const made = h("select", { id: "option-rival", "data-key": "option-rival", onchange: () => this.on.option("rival", made.value) },
      RIVALS.map((one) => h("option", { value: one }, t(`rules.rivals.${one || "none"}`))));
    made.value = this.state.rival;
    return h("div", { class: "field" }, h("label", { for: "option-rival" }, t("rules.rival")), made);
  }

  /** How many rules differ from the file. */
  count() {
    if (!this.changed) return;
    const moved = Object.keys(this.state.set).length;
    const parts = moved ? [counted("rules.changed", moved), " ", h("button", { type: "button", class: "link", "data-key": "reset", onclick: () => this.reset() }, t("rules.reset"))] : [t("rules.unchanged")];
    this.changed.replaceChildren(...parts);
    this.on.counted(moved + this.state.with.length);
  }

  reset() {
    this.on.reset();
    for (const one of this.dials) one.show();
    this.place.querySelector("select")?.focus();
  }
}
