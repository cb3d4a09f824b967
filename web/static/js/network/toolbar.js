// The tools above the map: undo and redo, what a drag does, tidy, size, full screen, a picture.
import { read } from "./api.js";
import { redo, tidy, undo } from "./commands.js";
import { open } from "./dialogs.js";
import { say } from "./live.js";
import { inARow, shownName } from "./words.js";

const NAMED = 2;
// What was taken back is what can be done again then, and the other way round.
const TURNED = { undo: { said: "Undone", opposite: "redo" }, redo: { said: "Done again", opposite: "undo" } };
const KINDS = { add: "adding", rate: "an answer", "rate-rest": "an answer for all others", move: "moving", edit: "a change", remove: "an ending", discard: "taking off", return: "a return", tie: "a tie", untie: "untying", confirm: "a confirmation", tidy: "tidying", network: "a setting", import: "an import" };

export class Toolbar extends EventTarget {
  #store;
  #mode = "move";
  #before = null;
  #turned = null;
  #tools = new Map([...document.querySelectorAll("[data-tool]")].map(each => [each.dataset.tool, each]));
  #kind = document.querySelector("[data-tie-kind]");

  constructor(store, map) {
    super();
    this.#store = store;
    const acts = {
      undo: () => this.undo(), redo: () => this.redo(), move: () => this.setMode("move"), tie: () => this.setMode("tie"),
      tidy: () => store.do(tidy()), in: () => map.zoom(1), out: () => map.zoom(-1), whole: () => this.#fullScreen(),
      picture: () => open("picture-dialog"), help: () => open("help-dialog"),
    };
    for (const [name, tool] of this.#tools) tool.addEventListener("click", acts[name]);
    store.addEventListener("change", ({ detail }) => { if (detail.what === "confirmed") this.#turned = TURNED[detail.command.kind] ?? this.#turned; });
    document.addEventListener("fullscreenchange", () => this.#press("whole", Boolean(document.fullscreenElement)));
    this.refresh();
  }

  get mode() { return this.#mode; }
  get tieFacts() {
    const strength = Number(this.#kind.querySelector("[name=tie-strength]:checked").value);
    return { strength, strained: this.#kind.querySelector("[name=tie-strained]").checked };
  }

  setMode(mode) {
    this.#mode = mode;
    this.#press("move", mode === "move");
    this.#press("tie", mode === "tie");
    this.#kind.hidden = mode !== "tie";
    if (mode !== "tie") for (const choice of this.#kind.querySelectorAll("input")) choice.checked = choice.defaultChecked;
    document.querySelector("[data-stage]").dataset.mode = mode;
    this.dispatchEvent(new Event("mode"));
  }

  undo() { this.#turn("undo", undo); }
  redo() { this.#turn("redo", redo); }

  // What was said before no longer holds; what is said then needs the names of those who are off the map by then.
  #turn(name, command) {
    if (this.#tools.get(name).disabled) return;
    say("");
    this.#before = this.#store.network;
    this.#store.do(command());
  }

  // Which of one's own changes can be taken back, and done again, as the service knows it.
  async refresh() {
    const turned = this.#turned;
    this.#turned = null;
    const { value } = await read("/undoable");
    for (const name of ["undo", "redo"]) {
      const tool = this.#tools.get(name), step = value[name];
      tool.disabled = !step;
      tool.title = step ? `${name === "undo" ? "Undo" : "Redo"}: ${this.#told(step)}` : `Nothing to ${name}`;
    }
    const step = turned && value[turned.opposite];
    if (step) say(`${turned.said}: ${this.#told(step)}`);
  }

  // What a step did, and to whom: an answer, Avery and Blake.
  #told(step) {
    const known = step.contacts.map(id => this.#store.network.contacts.get(id) ?? this.#before?.contacts.get(id)).filter(Boolean).slice(0, NAMED);
    const more = step.contact_count - known.length;
    const whom = [...known.map(shownName), ...(known.length && more ? [`${more} more`] : [])];
    return [KINDS[step.kind] ?? step.kind, inARow(whom)].filter(Boolean).join(": ");
  }

  #press(name, on) { this.#tools.get(name).setAttribute("aria-pressed", String(on)); }

  #fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.querySelector("[data-desk]").requestFullscreen();
  }
}
