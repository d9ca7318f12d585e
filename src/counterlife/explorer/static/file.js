// The file: what each authority has on a synthetic person, beside what really happened.

import { api, Fault } from "./api.js";
import { h, swap } from "./dom.js";
import { number, t } from "./words.js";

/** The view. `on`: file({code, month}) when another is wanted. */
export class File {
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.turn = 0;
  }

  frame(state) {
    const code = h("input", { type: "text", id: "code", size: "22", autocomplete: "off", spellcheck: "false", value: state.code, "data-key": "code" });
    const ask = (event) => { event.preventDefault(); if (code.value.trim()) this.on.file({ code: code.value.trim(), month: "" }); };
    this.code = code;
    this.offers = h("div", { class: "offers" });
    this.body = h("div", { id: "dossier", "aria-live": "polite" });
    swap(this.place, h("section", { "aria-labelledby": "file-title" },
      h("h2", { id: "file-title" }, t("file.title")), h("p", { class: "lead" }, t("file.intro")),
      h("form", { class: "ask", onsubmit: ask }, h("label", { for: "code" }, t("file.code")), code, h("button", { class: "small" }, t("file.open"))),
      this.offers, this.body));
  }

  async show(run, state) {
    const turn = this.turn += 1;
    if (!this.body?.isConnected) this.frame(state);
    if (!run) return swap(this.body, h("p", { class: "lead" }, t("lives.wait")));
    try {
      if (this.offered !== run) {
        this.offered = run;
        this.offer(await api.codes(run));
      }
      if (!state.code) return swap(this.body);
      if (document.activeElement !== this.code) this.code.value = state.code;
      const found = await api.file(run, state.code, state.month);
      if (turn === this.turn) swap(this.body, this.dossier(found));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (turn === this.turn) swap(this.body, h("p", { class: "fault" }, error.message, " ", error.remedy));
    }
    return undefined;
  }

  offer(codes) {
    swap(this.offers, h("p", { class: "note" }, t("file.try")), h("ul", { class: "codes" }, codes.map((one) => h("li", {},
      h("button", { type: "button", class: "link mono", "data-key": `code-${one.code}`, onclick: () => { this.code.value = one.code; this.on.file({ code: one.code, month: "" }); } }, one.code),
      " ", one.text))));
  }

  dossier(found) {
    const said = h("output", { for: "file-month" }, found.shown_month);
    const month = h("input", {
      type: "range", id: "file-month", "data-key": "file-month", min: "0", max: String(found.months - 1), value: String(found.month), "aria-valuetext": found.shown_month,
      onchange: () => this.on.file({ code: found.code, month: month.value }),
    });
    return [
      h("h3", { class: "who" }, h("span", { class: "mono" }, found.code), " ", found.title),
      h("div", { class: "field month" }, h("label", { for: "file-month" }, t("file.month"), " ", said), month),
      h("div", { class: "beside files" },
        h("section", { class: "truth", "aria-labelledby": "truth-title" }, h("h4", { id: "truth-title" }, t("file.truth")), this.moments(found.truth, "file.truth-none")),
        found.worlds.map((world, place) => h("section", { class: "world-file", "aria-labelledby": `world-file-${place}` },
          h("h4", { id: `world-file-${place}` }, world.title),
          world.authorities.length ? world.authorities.map((one) => this.authority(one)) : h("p", { class: "soft" }, t("file.no-files"))))),
      h("p", { class: "note" }, t("file.note")),
    ];
  }

  moments(list, none) {
    if (!list.length) return h("p", { class: "soft" }, t(none));
    return h("ul", { class: "moments" }, list.map((one) => h("li", {}, h("b", {}, one.shown), " ", one.text)));
  }

  authority(one) {
    const row = (key, value) => (value === null || value === undefined || value.length === 0 ? [] : [h("dt", {}, t(`file.${key}`)), h("dd", {}, value)]);
    const list = (items) => (items.length ? items.join(", ") : "");
    const records = one.records.map((record) => h("li", { class: record.true ? "right" : "wrong" },
      h("b", {}, record.shown), " ", record.text, " ", h("span", { class: "mark" }, t(record.true ? "file.true" : "file.untrue"))));
    const score = one.score === null || one.score === undefined ? "" : number(one.score);
    const rows = [row("score", score), row("band", one.band ?? ""), row("lists", list(one.lists)), row("restrictions", list(one.restrictions)),
      row("records", records.length ? h("ul", { class: "moments" }, records) : ""), row("readers", list(one.readers))].flat();
    return h("article", { class: "paper" }, h("h5", { class: "first" }, one.title), one.says.map((said) => h("p", { class: "says" }, said)),
      rows.length ? h("dl", {}, rows) : h("p", { class: "soft" }, t("file.empty")));
  }
}
