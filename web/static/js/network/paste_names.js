// Several names at once, one a line: each becomes a contact; a name that is there already is left out.
import { keepTyped } from "./typed_names.js";
import { count } from "./words.js";

export function pasteNames(acts, store) {
  const dialog = document.getElementById("paste-dialog"), field = dialog.querySelector("textarea");
  const told = dialog.querySelector("[data-paste-count]");
  const tell = () => {
    const { fresh, known } = read(field.value, store.network);
    told.textContent = `${count(fresh.length, "new name", "new names")}${known ? `, ${known} already on the map` : ""}`;
  };
  field.addEventListener("input", tell);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "add") enter();
    field.value = told.textContent = dialog.returnValue = "";
  });
  keepTyped(() => read(field.value, store.network).fresh.length > 0, enter);

  function enter() {
    for (const name of read(field.value, store.network).fresh) acts.add({ name });
    field.value = "";
  }
}

function read(text, network) {
  const there = new Set([...network.contacts.values()].map(each => fold(each.name)));
  const names = text.split(/\r?\n/).map(line => line.replace(/^[\s\-*•\d.)]+(?=\S)/, "").trim().normalize("NFC").slice(0, 200)).filter(Boolean);
  const fresh = names.filter((name, n) => !there.has(fold(name)) && names.findIndex(each => fold(each) === fold(name)) === n);
  return { fresh, known: names.length - fresh.length };
}

const fold = name => (name ?? "").toLocaleLowerCase();
