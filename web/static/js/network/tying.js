// Who knows whom, by taps or keys on the map: whoever comes first stays chosen, and each further one is tied to them.
import { say } from "./live.js";
import { shownName } from "./words.js";

export class Tying {
  #acts;
  #overlay;
  #toolbar;
  #from = null;
  #byKey = false;

  constructor(acts, overlay, toolbar) {
    this.#acts = acts;
    this.#overlay = overlay;
    this.#toolbar = toolbar;
    toolbar.addEventListener("mode", () => this.#forget());
  }

  get isOn() { return this.#toolbar.mode === "tie"; }

  tap(id) {
    if (!this.#acts.contact(this.#from)) return this.#start(id);
    if (id === this.#from) return this.letGo();
    this.#acts.tie(this.#from, id, this.#toolbar.tieFacts);
  }

  // A drag from one to the other, which needs nobody chosen.
  tie(a, b) {
    this.letGo();
    this.#acts.tie(a, b, this.#toolbar.tieFacts);
  }

  // Begun by its key, it also ends the mode when it ends.
  startByKey(id) {
    this.#toolbar.setMode("tie");
    this.#start(id);
    this.#byKey = true;
  }

  #start(id) {
    this.#from = id;
    this.#overlay.handle(id)?.classList.add("tying");
    say(`Tie from ${shownName(this.#acts.contact(id))}: go to each of the others and press Enter, then Esc`);
  }

  letGo() {
    if (this.#byKey) this.#toolbar.setMode("move");
    else this.#forget();
  }

  #forget() {
    this.#overlay.handle(this.#from)?.classList.remove("tying");
    this.#from = null;
    this.#byKey = false;
  }
}
