// Two people changed the same answer: both values are shown, and whoever sits here chooses.
import { isCurtained } from "../curtain.js";
import { NAMING, RATINGS, answerWord, fieldWord, shownName } from "./words.js";

const dialog = document.getElementById("conflict-dialog");
let tell = () => {};
document.addEventListener("names-off", () => tell());

export function resolve(command, current, clashes) {
  tell = () => write(command, current, clashes);
  tell();
  dialog.returnValue = "theirs";
  dialog.showModal();
  return new Promise(answer => dialog.addEventListener("close", () => answer(dialog.returnValue || "theirs"), { once: true }));
}

function write(command, current, clashes) {
  dialog.querySelector("[data-conflict-words]").textContent = `${shownName(current)} was changed meanwhile, by somebody else or in another tab.`;
  const rows = clashes.flatMap(name => [
    element("dt", fieldWord(name)),
    element("dd", `Yours: ${valueWord(name, command.fields[name])}`), element("dd", `Theirs: ${valueWord(name, current[name])}`),
  ]);
  dialog.querySelector("[data-conflict-values]").replaceChildren(...rows);
}

function valueWord(name, value) {
  if (RATINGS.includes(name)) return answerWord(name, value ?? null);
  if (isCurtained() && NAMING.includes(name)) return "hidden while names are off";
  return value === null || value === undefined ? "not said" : String(value);
}

function element(name, words) { return Object.assign(document.createElement(name), { textContent: words }); }
