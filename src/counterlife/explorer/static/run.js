// One run at a time: asked for, listened to while it sharpens, stopped, taken up again. A newer one replaces it.

import { api, Fault } from "./api.js";

/** Something that watches a run; each function may be left out. */
const SILENT = { begun() {}, progress() {}, answer() {}, ended() {}, fault() {} };

export class Runner {
  /** @param who distinguishes runs of one page that do not replace each other. */
  constructor(watcher, who = "") {
    this.watcher = { ...SILENT, ...watcher };
    this.who = who;
    this.turn = 0;
    this.stream = null;
    this.id = "";
  }

  /** Ask for a run and listen to it. */
  async start(design) {
    const turn = this.leave();
    this.id = "";
    try {
      const made = await api.create(design, this.who);
      if (turn !== this.turn) return;
      this.id = made.id;
      this.watcher.begun(made);
      this.listen(turn);
    } catch (error) {
      this.failed(error, turn);
    }
  }

  listen(turn) {
    const stream = api.events(this.id, this.who);
    this.stream = stream;
    const on = (name, act) => stream.addEventListener(name, (event) => {
      if (turn === this.turn && event.data !== undefined) act(JSON.parse(event.data));
    });
    on("progress", (data) => this.watcher.progress(data));
    on("answer", (data) => this.watcher.answer(data));
    on("end", (data) => { stream.close(); this.watcher.ended(data); });
    on("fault", (data) => { stream.close(); this.failed(new Fault(data.fault ?? data), turn); });
    stream.onerror = () => {
      if (turn === this.turn && stream.readyState === EventSource.CLOSED) this.failed(new Fault({ message: "unreachable" }, -1), turn);
    };
  }

  failed(error, turn) {
    if (turn !== this.turn) return;
    if (!(error instanceof Fault)) throw error;
    this.watcher.fault(error);
  }

  /** Stop it; what is known so far stays. */
  async stop() {
    if (!this.id) {
      this.leave();
      this.watcher.ended({ state: "stopped" });
      return;
    }
    try {
      await api.stop(this.id);
    } catch (error) {
      this.failed(error, this.turn);
    }
  }

  /** Listen no longer. */
  leave() {
    this.stream?.close();
    this.stream = null;
    this.turn += 1;
    return this.turn;
  }
}
