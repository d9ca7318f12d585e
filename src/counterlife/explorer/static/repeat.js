// How to repeat what is shown: a link, a command, Python, a file.

import { api, Fault } from "./api.js";
import { h, save, swap } from "./dom.js";
import { nodes, t } from "./words.js";

const copied = (text, name) => {
  const said = h("span", { class: "soft", role: "status" });
  const press = async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = ` ${t("repeat.copied")}`;
    } catch {
      said.textContent = ` ${t("repeat.by-hand")}`;
    }
  };
  return h("p", { class: "get" }, h("button", { type: "button", class: "link", "data-key": `copy-${name}`, onclick: press }, t(`repeat.copy-${name}`)), said);
};

const block = (name, title, text, more = null) => [h("h3", {}, title), more, h("pre", { tabindex: "0", id: `snippet-${name}`, "aria-label": title, role: "region" }, h("code", {}, text)), copied(() => text, name)];

/** The view of a run that ended. */
export const repeat = async (place, run, link, own) => {
  const head = [h("h2", { id: "repeat-title" }, t("reproduce.title"))];
  const section = (...parts) => h("section", { id: "repeat", "aria-labelledby": "repeat-title" }, head, parts);
  const address = block("link", t("repeat.link"), link, h("p", {}, t(own ? "repeat.link-own" : "repeat.link-is")));
  if (!run) return swap(place, section(h("p", { class: "lead" }, t("lives.wait"))));
  let found;
  try {
    found = await api.copy(run);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return swap(place, section(address, h("p", { class: "missing" }, error.message, " ", error.remedy)));
  }
  return swap(place, section(
    h("p", { class: "lead" }, t("reproduce.lead")), address,
    block("command", t("reproduce.command"), found.command), block("python", t("reproduce.python"), found.python),
    block("from-file", t("reproduce.yaml"), found.from_file, h("p", {}, nodes("reproduce.yaml-is", { file: h("code", {}, found.file) }))),
    h("details", { "data-key": "yaml" }, h("summary", {}, found.file), h("pre", { tabindex: "0", id: "snippet-yaml", role: "region", "aria-label": found.file }, h("code", {}, found.yaml)),
      h("p", { class: "get" }, h("button", { type: "button", class: "link", onclick: () => save(found.yaml, found.file, "text/yaml") }, t("repeat.save-yaml")))),
    found.fingerprint ? h("p", { class: "note" }, t("reproduce.fingerprint", { fingerprint: found.fingerprint })) : null));
};
