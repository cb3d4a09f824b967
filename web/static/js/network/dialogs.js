// Dialogs open and close the same way everywhere: Esc, a click beside them, or the cross.
import { shownName } from "./words.js";

export function arrangeDialogs() {
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close("");
    if (event.target.matches("dialog:not(#conflict-dialog)") && isBeside(event)) event.target.close("");
  });
}

export function open(id) {
  const dialog = document.getElementById(id);
  dialog.returnValue = "";
  dialog.showModal();
  return dialog;
}

// Of whom it speaks stands in its heading, as the page calls them.
export function openAbout(id, contact) {
  document.querySelector(`#${id} [data-whom]`).textContent = shownName(contact);
  return open(id);
}

function isBeside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
