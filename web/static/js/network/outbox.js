// Sends what was done, one after the other, each once; while the service is away it waits here, in memory.
import { Away, Refusal, SignedOut, send } from "./api.js";
import { same } from "./store.js";

const FIRST_PAUSE = 500, LONGEST_PAUSE = 10000;

export class Outbox extends EventTarget {
  #store;
  #running = false;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #resolve;

  // `resolve(command, current)` asks which value stands where somebody else changed the same answer.
  constructor(store, resolve) {
    super();
    this.#store = store;
    this.#resolve = resolve;
    this.state = "saved";
    store.addEventListener("change", ({ detail }) => { if (detail.what === "done") this.go(); });
    addEventListener("online", () => this.go());
  }

  get waiting() { return this.#store.waiting; }
  get isIdle() { return !this.#running && !this.#store.waiting; }

  async go() {
    if (this.#running) return;
    clearTimeout(this.#timer);
    this.#running = true;
    try {
      while (this.#store.waiting && await this.#sendNext());
    } catch (error) {
      // What nobody foresaw is told the browser, and leaves a way on: to try again, or to leave the page.
      this.#running = false;
      this.#be("failed");
      throw error;
    }
    this.#running = false;
    if (!this.#store.waiting) this.#be("saved");
  }

  async #sendNext() {
    const command = this.#store.next;
    if (command.theirs && !await this.#isSettled(command)) return true;
    this.#be(this.state === "waiting" ? "waiting" : "saving");
    try {
      this.#store.confirm(await send(command.request(this.#store.confirmed), command.key));
      this.#pause = FIRST_PAUSE;
      this.#be("saving");
      return true;
    } catch (error) {
      return this.#failed(command, error);
    }
  }

  async #failed(command, error) {
    if (error instanceof SignedOut) return this.#stop("signed-out");
    if (error instanceof Refusal) return this.#refused(command, error);
    if (!(error instanceof Away)) throw error;
    this.#timer = setTimeout(() => this.go(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    return this.#stop("waiting");
  }

  async #refused(command, { status, problem, message }) {
    if (status === 412) return this.#stale(command, problem.current);
    return this.#drop(command, message);
  }

  #drop(command, message) {
    this.#store.drop();
    this.dispatchEvent(new CustomEvent("refused", { detail: { command, message } }));
    return true;
  }

  #stale(command, current) {
    this.#store.take(current);
    command.key = crypto.randomUUID();
    return true;
  }

  // Where somebody changed something else of the contact, both changes stand; else whoever sits here decides.
  async #isSettled(command) {
    if (command.unlessChanged) return !this.#drop(command, "they were changed meanwhile. Look at what was said, then decide.");
    const current = this.#store.confirmed.contacts.get(command.about);
    const clashes = Object.keys(command.fields).filter(name => command.theirs.has(name) && !same(current?.[name], command.fields[name]));
    if (!clashes.length) return true;
    this.#be("conflict");
    const choice = await this.#resolve(command, current, clashes);
    command.theirs = null;
    if (choice === "theirs") this.#store.drop();
    this.#be("saving");
    return choice !== "theirs";
  }

  #stop(state) {
    this.#be(state);
    return false;
  }

  #be(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, waiting: this.waiting } }));
  }
}
