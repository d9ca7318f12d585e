// What is being looked at. It lives in the address, so that a link brings it back; the token never does.

export const START = {
  regime: "", set: {}, with: [], rival: "", alone: false, people: 0, years: 0,
  view: "glance", kind: "harmed", step: 0, person: "", code: "", month: "", lang: "", pin: "",
};

const words = (text) => (text ? text.split(",").filter(Boolean) : []);

/** Policies that can be set beside the regime. */
export const RIVALS = ["", "ordinary-fines", "ordinary-fines@budget"];

/** A state from the text of an address. */
export const read = (search) => {
  const given = new URLSearchParams(search);
  const found = structuredClone(START);
  for (const name of ["regime", "view", "kind", "person", "code", "month", "lang", "pin"]) found[name] = given.get(name) ?? START[name];
  for (const name of ["people", "years", "step"]) {
    const value = Number(given.get(name));
    if (given.has(name) && Number.isFinite(value)) found[name] = value;
  }
  found.with = words(given.get("with"));
  found.rival = RIVALS.includes(given.get("rival")) ? given.get("rival") : "";
  found.alone = given.get("alone") === "1";
  for (const pair of given.getAll("set")) {
    const cut = pair.indexOf("=");
    if (cut > 0) found.set[pair.slice(0, cut)] = value(pair.slice(cut + 1));
  }
  return found;
};

const value = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** The text of an address from a state; what is as usual is left out. */
export const written = (state, only) => {
  const made = new URLSearchParams();
  for (const [name, now] of Object.entries(state)) {
    if (only && !only.includes(name)) continue;
    if (name === "set") for (const [path, to] of Object.entries(now)) made.append("set", `${path}=${JSON.stringify(to)}`);
    else if (name === "with") { if (now.length) made.set("with", now.join(",")); }
    else if (typeof now === "boolean") { if (now !== START[name]) made.set(name, now ? "1" : "0"); }
    else if (name === "regime" ? now : now !== START[name]) made.set(name, String(now));
  }
  return made.toString();
};

export const RULES = ["regime", "set", "with", "rival", "alone", "people", "years"];

/** What decides a run. */
export const rules = (state) => Object.fromEntries(RULES.map((name) => [name, state[name]]));

/** A run to ask for. */
export const design = (state, seeds, source = "") => {
  const joined = state.with.length ? [state.with.join("+")] : [];
  const alone = state.alone && state.with.length > 1 ? state.with : [];
  const named = source ? { source } : { regime: state.regime };
  const against = state.rival && !["none", "ordinary-fines"].includes(state.regime) ? ["none", state.rival] : ["none"];
  return { ...named, against, with: [...alone, ...joined], set: state.set, people: state.people, years: state.years, seeds };
};
