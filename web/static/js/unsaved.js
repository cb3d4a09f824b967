// Asks before a page is left on which something was typed or ticked and not saved.
const forms = [...document.querySelectorAll("form[data-unsaved]")];
const asShown = new Map(forms.map((form) => [form, written(form)]));
let saving = false;

function written(form) {
  return JSON.stringify([...new FormData(form)]);
}

for (const form of forms) {
  // What came back as it was typed isn't saved either.
  if (form.querySelector("[aria-invalid], [data-kept]")) asShown.set(form, null);
  // What is sent again until it has arrived isn't saved before it has.
  const saved = form.hasAttribute("data-resend") ? "sent" : "submit";
  form.addEventListener(saved, () => { saving = true; });
}

document.addEventListener("leaving-now", () => { saving = true; });

addEventListener("beforeunload", (event) => {
  if (!saving && forms.some((form) => written(form) !== asShown.get(form))) event.preventDefault();
});
