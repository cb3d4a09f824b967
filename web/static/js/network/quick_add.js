// "Name, Enter, next": the field stays open, and whoever was added last is chosen, to be placed and asked about.
import { typedNames } from "./typed_names.js";

export function quickAdd(acts, inspector) {
  const form = document.querySelector("[data-quick-add]"), field = form.elements.name;
  typedNames([form], name => acts.select(acts.add({ name })));
  field.addEventListener("keydown", event => {
    if (event.key !== "ArrowDown" || field.value || !acts.selected) return;
    event.preventDefault();
    inspector.focusAnswers();
  });
  keepCaret(field);
  return { focus: () => field.focus() };
}

// What the mouse chooses of the new contact leaves the caret in the field, for the next name. A finger takes it
// away, and with it the keyboard on the screen, which would cover what is to be tapped.
function keepCaret(field) {
  const inspector = document.querySelector("[data-inspector-form]");
  let pointer = "";
  inspector.addEventListener("pointerdown", event => { pointer = event.pointerType; });
  inspector.addEventListener("mousedown", event => {
    const isChoice = event.target.matches("input[type=radio]") || event.target.closest("summary");
    if (isChoice && pointer === "mouse" && document.activeElement === field) event.preventDefault();
  });
}
