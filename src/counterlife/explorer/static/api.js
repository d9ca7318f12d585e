// What the page asks of its own server, and nobody else.

const KEY = "counterlife-token";

/** A clear refusal: what is wrong, where, and what to do. */
export class Fault extends Error {
  constructor({ message, where = "", remedy = "" }, status = 0) {
    super(message);
    this.where = where;
    this.remedy = remedy;
    this.status = status;
  }
}

const taken = () => {
  const here = new URL(location.href);
  const given = here.searchParams.get("token");
  if (given) {
    sessionStorage.setItem(KEY, given);
    here.searchParams.delete("token");
    history.replaceState(null, "", here);
  }
  return given || sessionStorage.getItem(KEY) || "";
};

let token = taken();
let language = "en";
const page = Math.random().toString(36).slice(2);

/** Take a token that the reader pastes, alone or within an address. */
export const admit = (text) => {
  token = text.match(/token=([^&\s]+)/)?.[1] ?? text.trim();
  sessionStorage.setItem(KEY, token);
};

export const speak = (name) => { language = name; };

const address = (path, query = {}) => {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries({ lang: language, ...query })) if (value !== undefined && value !== "") url.searchParams.set(name, value);
  return url;
};

const answered = async (url, options = {}) => {
  let found;
  try {
    found = await fetch(url, { ...options, headers: { Authorization: `Bearer ${token}`, "X-Counterlife-Page": options.page ?? page, ...options.headers } });
  } catch {
    throw new Fault({ message: "unreachable" }, -1);
  }
  if (!found.ok) {
    const told = await found.json().catch(() => ({}));
    throw new Fault(told.fault ?? { message: `${found.status} ${found.statusText}` }, found.status);
  }
  return found.json();
};

const sent = (data) => ({ method: "POST", body: JSON.stringify(data), headers: { "Content-Type": "application/json" } });
const run = (id, rest = "") => `/api/runs/${encodeURIComponent(id)}${rest}`;

export const api = {
  words: () => answered(address("/api/words")),
  start: () => answered(address("/api/start")),
  regimes: () => answered(address("/api/regimes")),
  regime: (name) => answered(address(`/api/regimes/${encodeURIComponent(name)}`)),
  check: (source) => answered(address("/api/regimes/check"), sent({ source })),
  create: (design, who = "") => answered(address("/api/runs"), { ...sent(design), page: page + who }),
  stop: (id) => answered(address(run(id)), { method: "DELETE" }),
  life: (id, person) => answered(address(run(id, `/lives/${person}`))),
  lives: (id, kind, step) => answered(address(run(id, "/lives"), { kind, step })),
  codes: (id) => answered(address(run(id, "/codes"))),
  file: (id, code, month) => answered(address(run(id, `/file/${encodeURIComponent(code)}`), { month })),
  copy: (id) => answered(address(run(id, "/copy"))),
  compare: (id, other) => answered(address(run(id, `/compare/${encodeURIComponent(other)}`))),
  /** A stream of events; it names the page, so that the server knows who listens. */
  events: (id, who = "") => new EventSource(address(run(id, "/events"), { token, page: page + who })),
};
