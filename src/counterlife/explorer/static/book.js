// The rulebook: the rules in sentences, every number with its source and grade; and a regime file of one's own.

import { api, Fault } from "./api.js";
import { h, rich, save, swap } from "./dom.js";
import { role } from "./tables.js";
import { counted, has, language, number, t } from "./words.js";

/** Where the page is in another language: that a regime file's own words stay as they are. */
export const ownWords = (regime) => (language !== "en" && regime.summary ? h("p", { class: "note" }, t("ten.own-words")) : null);

/** The view. `on`: own(source, regime) when a checked file is to be lived. */
export class Book {
  constructor(place, on) {
    this.place = place;
    this.on = on;
  }

  show(regime, source) {
    if (this.regime === regime && this.place.querySelector("#rulebook")) return;
    this.regime = regime;
    swap(this.place,
      h("section", { "aria-labelledby": "ten-title" },
        h("h2", { id: "ten-title" }, t("ten.title")), h("p", { class: "lead", lang: "en" }, regime.summary.replaceAll("`", "")), ownWords(regime),
        h("ol", { class: "ten" }, regime.sentences.map((one) => h("li", {}, rich(one.text)))),
        this.explained(regime.explain)),
      this.book(regime), this.editor(source || regime.source));
  }

  explained(parts) {
    if (!parts?.length) return null;
    return h("details", { "data-key": "explain" }, h("summary", {}, t("book.explain")), parts.map((part) =>
      [part.section ? h("h3", {}, part.section.replaceAll("`", "")) : null, h("ul", {}, part.lines.map((one) => h("li", {}, one.replaceAll("`", ""))))]));
  }

  book(regime) {
    const grade = (one) => (has(`grades.${one}`) ? t(`grades.${one}`) : one || t("grades.none"));
    const names = ["path", "value", "range", "grade", "source"].map((name) => [name, t(`book.columns.${name}`)]);
    const cells = (one) => ({ value: [one.value, one.unit].filter(Boolean).join(" "), range: one.range || "–", grade: grade(one.grade), source: this.source(one) });
    const rows = regime.rulebook.map((one) => ({ one, node: h("tr", role(true, "row"),
      h("th", { scope: "row", ...role(true, "rowheader") }, h("code", {}, one.path.split(/(?<=\.)/).flatMap((part) => [part, h("wbr")]))),
      names.slice(1).map(([name, label]) => h("td", { class: name === "source" && name, ...role(true, "cell", label) }, cells(one)[name]))) }));
    const found = h("p", { class: "note", role: "status" });
    const search = h("input", { type: "search", id: "search", autocomplete: "off", oninput: () => narrow() });
    const grades = [...new Set(regime.rulebook.map((one) => one.grade))];
    const only = h("select", { id: "only", onchange: () => narrow() }, h("option", { value: "" }, t("book.every-grade")), grades.map((one) => h("option", { value: one }, grade(one))));
    const narrow = () => {
      const wanted = search.value.toLowerCase();
      for (const { one, node } of rows) node.hidden = !(node.textContent.toLowerCase().includes(wanted) && (!only.value || one.grade === only.value));
      found.textContent = t("book.found", { n: number(rows.filter(({ node }) => !node.hidden).length), of: number(rows.length) });
    };
    narrow();
    const heads = names.map(([, label]) => h("th", { scope: "col", ...role(true, "columnheader") }, label));
    return h("section", { "aria-labelledby": "book-title", id: "rulebook" }, h("h2", { id: "book-title" }, t("book.title")), h("p", { class: "lead" }, t("book.lead")),
      h("div", { class: "ask" }, h("label", { for: "search" }, t("book.search")), search, h("label", { for: "only" }, t("book.only")), only), found,
      h("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": t("book.caption", { title: regime.title }) },
        h("table", { class: "book stacks", ...role(true, "table") }, h("caption", {}, t("book.caption", { title: regime.title })),
          h("thead", role(true, "rowgroup"), h("tr", role(true, "row"), heads)), h("tbody", role(true, "rowgroup"), rows.map((row) => row.node)))));
  }

  /** Where a number comes from: the published figures that it names, or what the file says. */
  source(one) {
    const facts = (one.facts ?? []).map((fact) => h("span", { class: "fact" }, [fact.text, fact.source, fact.as_of].filter(Boolean).join("; "), " ", h("code", {}, fact.id)));
    const said = [...(facts.length ? facts : [one.source]), one.note && h("span", { class: "fact soft" }, one.note)].filter(Boolean);
    return said.length ? said : "–";
  }

  editor(source) {
    const text = h("textarea", { id: "source", spellcheck: "false", rows: "22", wrap: "off", "aria-describedby": "editor-lead", value: source });
    const faults = h("div", { id: "faults", role: "status" });
    const open = h("input", { type: "file", id: "open", accept: ".yaml,.yml,text/yaml" });
    open.addEventListener("change", async () => { if (open.files.length) { text.value = await open.files[0].text(); await check(); } });
    const check = async () => {
      try {
        const found = await api.check(text.value);
        this.tell(faults, text, found);
        return found;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        swap(faults, h("p", { class: "fault" }, error.message, " ", error.remedy));
        return { ok: false };
      }
    };
    const live = async () => { const found = await check(); if (found.ok) this.on.own(text.value, found); };
    text.addEventListener("dragover", (event) => event.preventDefault());
    text.addEventListener("drop", async (event) => { if (event.dataTransfer.files.length) { event.preventDefault(); text.value = await event.dataTransfer.files[0].text(); await check(); } });
    return h("section", { "aria-labelledby": "editor-title", id: "editor" },
      h("h2", { id: "editor-title" }, t("editor.title")), h("p", { class: "lead", id: "editor-lead" }, t("editor.lead")),
      h("p", { class: "ask" }, h("label", { for: "open" }, t("editor.open")), open),
      h("label", { for: "source" }, t("editor.source")), text, faults,
      h("p", { class: "buttons" },
        h("button", { type: "button", id: "check", onclick: check }, t("editor.check")), " ",
        h("button", { type: "button", id: "live", class: "main", onclick: live }, t("editor.live")), " ",
        h("button", { type: "button", onclick: () => save(text.value, "regime.yaml", "text/yaml") }, t("editor.save"))));
  }

  tell(place, text, found) {
    if (found.ok) return swap(place, h("p", { class: "fine" }, t("editor.fine", { title: found.title, n: number(found.rulebook.length) })));
    const go = (fault) => {
      const starts = text.value.split("\n").slice(0, fault.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
      text.focus();
      text.setSelectionRange(starts + Math.max(0, (fault.column ?? 1) - 1), starts + (text.value.split("\n")[fault.line - 1] ?? "").length);
      text.scrollTop = Math.max(0, fault.line - 6) * (text.scrollHeight / text.value.split("\n").length);
    };
    return swap(place, h("p", { class: "fault" }, counted("editor.faults", found.faults.length)), h("ul", { class: "faults" }, found.faults.map((fault) => h("li", {},
      fault.line ? h("button", { type: "button", class: "link", onclick: () => go(fault) }, t("editor.at", { line: fault.line, column: fault.column ?? 1 })) : null,
      fault.line ? ": " : "", fault.message, fault.remedy ? ["; ", h("span", { class: "soft" }, fault.remedy)] : ""))));
  }
}
