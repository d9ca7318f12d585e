// The page: what is looked at, the run that answers it, and the parts that show it.

import { admit, api, Fault } from "./api.js";
import * as bets from "./bet.js";
import { Book } from "./book.js";
import { h, plain, rich, swap } from "./dom.js";
import { File } from "./file.js";
import { Lives } from "./lives.js";
import { repeat } from "./repeat.js";
import { Result } from "./result.js";
import { Rules } from "./rules.js";
import { Runner } from "./run.js";
import { design, read, RIVALS, rules, RULES, START, written } from "./state.js";
import { claims, doubts, exhibit, missing, people, waiting } from "./views.js";
import { counted, languages, language, learn, number, t } from "./words.js";

const VIEWS = ["glance", "who", "change", "lives", "file", "book", "doubt", "repeat"];
const OWN = "own";
const PAUSE = 50;
const TRIED = ["notice", "appeal", "correction"];

const at = (id) => document.getElementById(id);
const state = read(location.search);
const now = { regimes: [], regime: null, answer: null, seeds: 0, of: 0, id: "", stale: true, ended: "", pinned: null, source: sessionStorage.getItem(OWN) ?? "", bet: bets.made(), settle: false, comparison: null };

const link = () => {
  const url = new URL(location.pathname, location.origin);
  url.search = written(state);
  return url.href;
};

const remember = (how = "replaceState") => history[how](null, "", link());
const say = (text) => { at("status").textContent = text; };

// --- the run -------------------------------------------------------------------------------------------------------------------

const runner = new Runner({
  begun: ({ id }) => { now.id = id; now.ended = ""; },
  progress: (found) => { now.done = found.done; now.of = found.of ?? now.of; result.progress(found); },
  answer: ({ seeds, of, answer }) => {
    const fresh = now.stale || !now.answer;
    Object.assign(now, { answer: { ...answer, exhibits: { ...(fresh ? {} : now.answer?.exhibits), ...answer.exhibits } }, seeds, of: of ?? now.of, stale: false });
    show();
    result.stale(false);
    say(t("result.announce", { runs: counted("result.runs", seeds), finding: plain(answer.finding.sentence) }));
    compare();
  },
  ended: (found) => {
    now.ended = found.state;
    result.stale(false);
    result.ended(found.state, now.stale ? 0 : now.seeds, now.of);
    say(found.state === "done" ? t("result.all", { n: number(now.seeds), of: number(now.of) }) : t("result.stopped", { n: number(now.seeds), of: number(now.of) }));
    if (["lives", "repeat"].includes(state.view)) view();
  },
  fault: (fault) => {
    result.stale(false);
    result.refuse(fault);
    if (fault.status === 401) locked();
  },
});

const beside = new Runner({
  begun: ({ id }) => { if (now.pinned) now.pinned.id = id; },
  answer: ({ answer }) => { if (now.pinned) { now.pinned.answer = answer; show(); compare(); } },
  fault: () => { now.pinned = null; state.pin = ""; remember(); show(); },
}, "-pin");

let pause = 0;

/** Live what is asked for: at once, or when the dial rests. */
const rerun = (wait = PAUSE) => {
  clearTimeout(pause);
  now.stale = true;
  result.about(now.regime, state);
  result.stale(Boolean(now.answer));
  result.offer("stop");
  pause = setTimeout(() => runner.start(design(state, now.start.seeds, state.regime === OWN ? now.source : "")), wait);
};

const compare = async () => {
  if (!now.pinned?.id || !now.id || now.pinned.id === now.id || now.stale) return;
  try {
    const id = now.id;
    const found = await api.compare(id, now.pinned.id);
    if (id === now.id) { now.comparison = found; if (state.view === "glance") view(); }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    now.comparison = null;
  }
};

// --- what is shown -------------------------------------------------------------------------------------------------------------

const result = new Result(at("result"), {
  stop: () => { clearTimeout(pause); runner.stop(); },
  again: () => rerun(0),
  pin: () => {
    now.pinned = { id: now.id, answer: now.answer, title: now.regime.title, said: differences(), source: now.source, search: written(state, RULES) };
    now.comparison = null;
    state.pin = now.pinned.search;
    remember();
    show();
    at("unpin")?.focus();
    say(t("result.pinned-said"));
  },
  unpin: () => { now.pinned = null; now.comparison = null; state.pin = ""; beside.leave(); remember(); show(); at("pin")?.focus(); },
  swap: () => {
    const { search } = now.pinned;
    const here = { id: now.id, answer: now.answer, title: now.regime.title, said: differences(), source: now.source, search: written(state, RULES) };
    const back = read(`?${search}`);
    for (const name of RULES) state[name] = back[name];
    now.pinned = here;
    state.pin = here.search;
    now.comparison = null;
    change();
  },
});

/** How the rules that are lived differ from the file, in words. */
const differences = () => {
  const moved = Object.keys(state.set).length;
  const parts = moved ? [counted("rules.changed", moved)] : [t("rules.unchanged")];
  const titles = state.with.map((name) => now.regime.safeguards.find((one) => one.name === name)?.title ?? name);
  if (titles.length) parts.push(t("labels.with", { parts: titles.join(", ") }));
  return parts.join(" · ");
};

const panel = new Rules(at("rules"), {
  rule: (path, value) => {
    if (value === undefined) delete state.set[path];
    else state.set[path] = value;
    changed();
  },
  preset: (values) => { state.set = values; changed(); },
  guard: (name, on) => { state.with = on ? [...state.with.filter((one) => one !== name), name] : state.with.filter((one) => one !== name); changed(); },
  option: (name, value) => { state[name] = value; changed(); },
  regime: (name) => { state.regime = name; state.set = {}; change("pushState"); },
  reset: () => { state.set = {}; changed(); },
  view: (name) => turn(name),
  done: () => drawer(false),
  counted: (n) => { const mark = at("rules-count"); if (mark) mark.textContent = n ? number(n) : ""; },
});

const changed = () => { remember(); rerun(); };

const lives = new Lives(at("view"), {
  life: (wanted) => { Object.assign(state, wanted); if (wanted.kind) lives.frame(state); remember(); lives.show(now.answer && now.id, state); },
  file: (code) => { state.code = code; state.month = ""; turn("file"); },
});
const file = new File(at("view"), {
  file: (wanted) => { Object.assign(state, wanted); remember(); file.show(now.answer && now.id, state); },
});
const book = new Book(at("view"), {
  own: (source, regime) => {
    now.source = source;
    sessionStorage.setItem(OWN, source);
    Object.assign(state, { regime: OWN, set: {}, with: [], view: "glance" });
    adopt(regime);
    remember("pushState");
    at("result").focus();
  },
});

const show = () => {
  at("result").hidden = false;
  result.answer(now.answer, { pinned: now.pinned, bet: now.bet ?? null, regime: now.regime });
  if (now.stale) result.stale(true);
  view(true);
};

const shown = () => now.answer.exhibits;

const PARTS = {
  glance: () => {
    const found = now.answer.people;
    const parts = [now.settle && now.bet !== null ? bets.settled(now.bet, now.answer) : null, people(found)];
    if (now.pinned?.answer) {
      const other = now.pinned.answer.people;
      parts.push(people(other, t("result.pinned-people", { title: other.exhibit.title }), "pinned-people", other.pictures.slice(0, 2)));
    }
    if (now.comparison) parts.push(h("div", { id: "comparison" }, exhibit(now.comparison)));
    return parts;
  },
  who: () => ["who", "where", "spread", "long", "quiet", "funnel"].map((name) => (shown()[name] ? exhibit(shown()[name]) : null)),
  change: () => [
    shown().safeguards ? exhibit(shown().safeguards) : null,
    state.with.length ? null : missing(t("change.none"), t("change.try"), tryThree),
    state.rival || !at("option-rival") ? null : missing(t("change.no-rival"), t("change.rival"), withRival),
    shown().claims ? claims(shown().claims) : null,
  ],
  doubt: () => [doubts(now.answer.doubts), shown().drives ? exhibit(shown().drives) : null, shown().limits ? exhibit(shown().limits) : null],
};

/** Tick safeguards that nearly every regime could have, each alone and all together. */
const tryThree = () => {
  const known = now.regime.safeguards.map((one) => one.name);
  state.with = TRIED.filter((name) => known.includes(name));
  if (!state.with.length) state.with = known.slice(0, 2);
  state.alone = true;
  panel.show(state, now.regime, now.regimes);
  changed();
};

/** Set the rival policy beside the regime. */
const withRival = () => {
  state.rival = RIVALS[1];
  panel.show(state, now.regime, now.regimes);
  changed();
};

/** The part that is looked at. `fresh` says that there is a new answer. */
const view = (fresh = false) => {
  const place = at("view");
  document.body.classList.toggle("apart", state.view !== "glance");
  if (place.dataset.view !== state.view) { place.replaceChildren(); place.dataset.view = state.view; }
  if (state.view === "lives") return fresh && now.lived === `${now.id} ${language}` && place.hasChildNodes() ? null : (now.lived = now.answer && `${now.id} ${language}`, lives.show(now.answer && now.id, state));
  if (state.view === "file") return fresh && now.filed === `${now.id} ${language}` && place.hasChildNodes() ? null : (now.filed = now.answer && `${now.id} ${language}`, file.show(now.answer && now.id, state));
  if (state.view === "book") return book.show(now.regime, state.regime === OWN ? now.source : "");
  if (state.view === "repeat") return repeat(place, now.answer && now.id, link(), state.regime === OWN);
  return swap(place, now.answer ? PARTS[state.view]() : waiting(now.regime));
};

const turn = (name, how = "pushState") => {
  state.view = VIEWS.includes(name) ? name : "glance";
  remember(how);
  menu();
  drawer(false);
  view();
};

const menu = () => {
  const item = (name) => {
    const here = new URL(link());
    here.searchParams.set("view", name);
    const go = (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); more(false); turn(name); } };
    return h("li", { class: `view-${name}` }, h("a", { href: here.href, "data-key": `view-${name}`, "aria-current": state.view === name ? "page" : null, onclick: go }, t(`views.${name}`)));
  };
  const nav = at("views");
  nav.setAttribute("aria-label", t("views.title"));
  const count = h("span", { id: "rules-count", class: "badge" });
  swap(nav, h("ul", {},
    h("li", { class: "only-phone" }, h("button", { type: "button", id: "rules-open", "aria-expanded": "false", "aria-controls": "rules", onclick: () => drawer(true) }, t("views.rules"), count)),
    VIEWS.map(item),
    h("li", { class: "only-phone" }, h("button", { type: "button", id: "more", "aria-expanded": "false", onclick: () => more(!nav.classList.contains("more")) }, t("views.more")))));
  const moved = Object.keys(state.set).length + state.with.length;
  count.textContent = moved ? number(moved) : "";
  nav.hidden = false;
};

const more = (on) => { at("views").classList.toggle("more", on); at("more")?.setAttribute("aria-expanded", String(on)); };

/** On a phone the rules lie over the page. */
const drawer = (on) => {
  const was = document.body.classList.contains("rules-open");
  document.body.classList.toggle("rules-open", on);
  at("rules-open")?.setAttribute("aria-expanded", String(on));
  more(false);
  if (on) at("rules").querySelector("select, input")?.focus();
  else if (was) at("rules-open")?.focus();
};

addEventListener("keydown", (event) => { if (event.key === "Escape") { drawer(false); more(false); } });

// --- beginning -----------------------------------------------------------------------------------------------------------------

const LOOKS = ["auto", "light", "dark"];

const look = (name) => {
  document.documentElement.dataset.look = name;
  localStorage.setItem("counterlife-look", name);
};

const head = () => {
  const speakers = h("select", { id: "language", onchange: () => tongue(speakers.value) }, languages.map((one) => h("option", { value: one, lang: one }, t(`languages.${one}`))));
  speakers.value = language;
  const looks = h("select", { id: "look", onchange: () => look(looks.value) }, LOOKS.map((one) => h("option", { value: one }, t(`looks.${one}`))));
  looks.value = document.documentElement.dataset.look;
  swap(at("top"), h("p", { class: "brand" }, "counterlife"), h("p", { class: "banner" }, t("page.banner")),
    h("div", { class: "settings" }, h("label", { for: "language", class: "unseen" }, t("languages.title")), speakers, h("label", { for: "look", class: "unseen" }, t("looks.title")), looks));
  at("skip").textContent = t("page.skip");
  swap(at("foot"), h("p", {}, t("page.footer")), h("p", {}, t("foot")));
  document.title = t("title");
};

const tongue = async (name) => {
  state.lang = name;
  localStorage.setItem("counterlife-lang", name);
  await learn(name);
  now.regimes = await api.regimes();
  head();
  remember();
  await change("replaceState");
};

/** Take up a regime: the panel, the menu and a run. */
const adopt = (regime) => {
  now.regime = regime;
  state.with = state.with.filter((name) => regime.safeguards.some((one) => one.name === name));
  panel.show(state, regime, now.regimes);
  at("rules").hidden = false;
  result.about(regime, state);
  menu();
  if (now.answer === null) result.wait();
  rerun(0);
  if (now.bet !== undefined) { at("result").hidden = false; view(); }
};

const change = async (how = "replaceState") => {
  remember(how);
  result.stale(Boolean(now.answer));
  try {
    adopt(state.regime === OWN && now.source ? await own() : await api.regime(state.regime));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    at("result").hidden = false;
    result.refuse(error);
  }
};

const own = async () => {
  const found = await api.check(now.source);
  if (!found.ok) throw new Fault({ message: found.faults[0].message, where: t("editor.at", found.faults[0]), remedy: found.faults[0].remedy });
  return found;
};

const wager = () => {
  document.body.classList.add("betting-now");
  bets.ask(at("bet"), now.regime, t("result.over", { title: now.regime.title, people: number(state.people), years: counted("format.years", state.years) }), (value) => {
    now.bet = value;
    now.settle = value !== null;
    at("bet").hidden = true;
    document.body.classList.remove("betting-now");
    at("result").hidden = false;
    view();
    at("result").focus();
  });
};

const locked = () => {
  const text = h("input", { type: "text", id: "token", size: "40", autocomplete: "off" });
  const open = (event) => { event.preventDefault(); admit(text.value); location.reload(); };
  for (const id of ["rules", "result", "views", "bet"]) at(id).hidden = true;
  swap(at("view"), h("section", {}, h("h1", {}, t("locked.title")), h("p", {}, t("locked.text")),
    h("form", { class: "ask", onsubmit: open }, h("label", { for: "token" }, t("locked.label")), text, h("button", { class: "small" }, t("locked.open")))));
};

addEventListener("popstate", () => {
  const was = written(state, RULES);
  Object.assign(state, structuredClone(START), read(location.search));
  begun();
  if (written(state, RULES) !== was) change();
  else { menu(); view(); }
});
addEventListener("pagehide", () => { runner.leave(); beside.leave(); });

/** Where the address says nothing, what the command line said. */
const begun = () => {
  if (!state.regime || (state.regime === OWN && !now.source)) state.regime = now.start.regime;
  for (const name of ["people", "years"]) state[name] ||= now.start[name];
};

const begin = async () => {
  document.documentElement.dataset.look = localStorage.getItem("counterlife-look") ?? "auto";
  await learn(state.lang || localStorage.getItem("counterlife-lang") || navigator.language.slice(0, 2));
  head();
  try {
    [now.start, now.regimes] = await Promise.all([api.start(), api.regimes()]);
  } catch (error) {
    if (error instanceof Fault && error.status === 401) return locked();
    throw error;
  }
  begun();
  if (!VIEWS.includes(state.view)) state.view = "glance";
  const first = now.bet === undefined && !location.search.includes("view=") && !location.search.includes("set=");
  if (!first && now.bet === undefined) now.bet = null;
  await change();
  if (first && now.regime) wager();
  if (state.pin) {
    const pinned = { ...structuredClone(START), ...rules(read(`?${state.pin}`)) };
    const regime = pinned.regime === state.regime ? now.regime : await api.regime(pinned.regime);
    now.pinned = { id: "", answer: null, title: regime.title, said: "", search: state.pin };
    beside.start(design(pinned, now.start.seeds));
  }
  return undefined;
};

begin().catch((error) => {
  swap(at("view"), h("p", { class: "fault", role: "alert" }, error instanceof Fault && error.status === -1 ? document.querySelector("noscript").dataset.lost ?? error.message : error.message));
  throw error;
});
