// The network as it shows: what the service has confirmed, and on top, in order, what was done since.
import { networkOf, withChanged } from "./model.js";

export class Store extends EventTarget {
  #confirmed;
  #queue = [];
  #shown;

  constructor(told) {
    super();
    this.#confirmed = this.#shown = networkOf(told);
  }

  get network() { return this.#shown; }
  get confirmed() { return this.#confirmed; }
  get waiting() { return this.#queue.length; }
  get next() { return this.#queue[0]; }

  do(command) {
    this.#queue.push({ ...command });
    this.#shown = command.apply(this.#shown);
    this.#tell("done", command);
    return command;
  }

  confirm(changed) {
    const settled = withChanged(this.#confirmed, changed);
    const command = this.#queue.shift();
    this.#settle(settled);
    this.#tell("confirmed", command);
  }

  drop() {
    const command = this.#queue.shift();
    this.#settle(this.#confirmed);
    this.#tell("dropped", command);
    return command;
  }

  // Somebody else's change to a contact, learnt while one's own wait: each of those may be about the same answer.
  take(contact) {
    const known = this.#confirmed.contacts.get(contact.id) ?? {};
    const theirs = Object.keys(contact).filter(name => !same(contact[name], known[name]));
    for (const command of this.#queue) if (command.about === contact.id) command.theirs = new Set([...(command.theirs ?? []), ...theirs]);
    const contacts = new Map(this.#confirmed.contacts).set(contact.id, { ...this.#confirmed.contacts.get(contact.id), ...contact });
    this.#settle({ ...this.#confirmed, contacts });
  }

  replace(told) {
    this.#settle(networkOf(told));
    this.#tell("replaced");
  }

  #settle(network) {
    this.#confirmed = network;
    this.#shown = this.#queue.reduce((shown, command) => command.apply(shown), network);
  }

  #tell(what, command) {
    this.dispatchEvent(new CustomEvent("change", { detail: { what, command } }));
  }
}

// What isn't there is not asked, as null is.
export const same = (one, other) => (one ?? null) === (other ?? null);
