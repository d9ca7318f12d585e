// The finding, how far the runs have come, and what is pinned beside it.

import { h, plain, rich, swap } from "./dom.js";
import { tabled } from "./tables.js";
import { counted, nodes, number, t } from "./words.js";

/** The part of the page that always shows the answer. `on`: stop, again, pin, unpin, view. */
export class Result {
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.over = h("p", { class: "over" });
    this.finding = h("h1", { id: "finding" });
    this.lines = h("div", { class: "lines" });
    this.bar = h("progress", { id: "progress", max: "1", value: 0 });
    this.done = h("span", { class: "done" });
    this.action = h("button", { type: "button", id: "stop", class: "small", hidden: true });
    this.pins = h("div", { class: "pins" });
    this.fault = h("div", { class: "fault", role: "alert", hidden: true });
    place.append(this.over, this.finding, this.fault, this.lines,
      h("div", { class: "running" }, this.bar, this.done, this.action), this.pins);
  }

  /** What is lived: regime, people, years. */
  about(regime, state) {
    this.over.textContent = t("result.over", { title: regime.title, people: number(state.people), years: counted("format.years", state.years) });
    this.bar.setAttribute("aria-label", t("result.progress"));
  }

  /** Nothing is known as yet. */
  wait() {
    this.finding.textContent = t("result.wait");
    this.lines.replaceChildren();
    this.pins.replaceChildren();
  }

  /** What is shown was true before the last change. */
  stale(on) {
    this.place.classList.toggle("stale", on);
    this.place.setAttribute("aria-busy", String(on));
  }

  progress({ done, of, stage }) {
    this.bar.max = stage ?? of;
    this.bar.value = done;
    const first = stage !== undefined && stage < of ? t("result.then", { of: number(of) }) : "";
    this.done.textContent = `${t("result.done", { done: number(done), of: number(stage ?? of) })}${first}`;
    this.offer("stop");
  }

  ended(state, seeds, of) {
    const key = state === "done" ? "result.all" : "result.stopped";
    this.done.textContent = seeds ? t(key, { n: number(seeds), of: number(of) }) : t("result.none");
    if (state === "done") { this.bar.max = 1; this.bar.value = 1; }
    this.offer(state === "done" ? "" : "again");
  }

  offer(what) {
    this.action.hidden = !what;
    if (!what) return;
    this.action.textContent = t(`result.${what}`);
    this.action.onclick = this.on[what];
  }

  answer(answer, { pinned, bet, regime }) {
    this.fault.hidden = true;
    const found = answer.finding;
    this.finding.replaceChildren(...rich(found.sentence));
    const tried = answer.worlds.some((one) => one.role === "with");
    const lines = [found.chance, tried ? found.best : ""].filter((text) => plain(text));
    swap(this.lines, lines.map((text) => h("p", { class: "range" }, rich(text))),
      h("p", { class: "range soft" }, rich(found.doubt)),
      bet === null ? null : h("p", { class: "range soft" }, t("result.bet", { n: number(bet) })),
      tabled(found.frame));
    this.pinned(pinned, regime);
  }

  pinned(pinned) {
    const button = (what) => h("button", { type: "button", class: "small", id: what, "data-key": what, onclick: this.on[what] }, t(`result.${what}`));
    if (!pinned) return swap(this.pins, h("p", {}, button("pin"), " ", h("span", { class: "soft" }, t("result.pin-note"))));
    return swap(this.pins, h("div", { class: "pinned" },
      h("p", { class: "over" }, h("b", {}, t("result.pinned")), ` · ${pinned.title} · ${pinned.said}`),
      pinned.answer ? h("p", { class: "before" }, rich(pinned.answer.finding.sentence), " ", h("span", { class: "soft" }, rich(pinned.answer.finding.chance))) : h("p", { class: "before" }, t("result.wait")),
      h("p", {}, button("swap"), " ", button("unpin"), " ", h("a", { href: "#comparison" }, t("result.compared")))));
  }

  refuse(fault) {
    const message = fault.status === -1 ? t("faults.unreachable") : fault.message;
    this.fault.hidden = false;
    this.fault.replaceChildren(h("p", {}, h("b", {}, t("faults.title")), " ", message), fault.where ? h("p", { class: "soft" }, fault.where) : "", fault.remedy ? h("p", {}, fault.remedy) : "");
    this.done.textContent = "";
    this.offer("again");
  }
}
