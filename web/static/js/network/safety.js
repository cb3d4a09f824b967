// The safety mark: read only when it is asked for, and gone from the page when the dialog closes.
import { Away, SignedOut, read } from "./api.js";
import { openAbout } from "./dialogs.js";
import { notice } from "./notices.js";

export function safety(acts) {
  const dialog = document.getElementById("safety-dialog"), choice = dialog.querySelector("[data-safety-choice]");
  const box = choice.querySelector("input"), show = dialog.querySelector("[data-safety-show]");
  show.addEventListener("click", async () => {
    try {
      const { value } = await read(`/contacts/${acts.selected}?marks=true`);
      box.checked = value.unsafe;
      choice.hidden = false;
      show.hidden = true;
      box.focus();
    } catch (error) {
      dialog.close();
      notice(error instanceof Away || error instanceof SignedOut ? "The mark can’t be read now: there is no connection, or you are signed out." : error.message);
    }
  });
  box.addEventListener("change", () => acts.mark(acts.selected, box.checked));
  dialog.addEventListener("close", () => { choice.hidden = true; show.hidden = false; box.checked = false; });
  return { open: () => openAbout("safety-dialog", acts.contact(acts.selected)) };
}
