// Asks before a page is left on which something was typed or ticked and not saved.
const forms = [...document.querySelectorAll("form[data-unsaved]")];
const asShown = new Map(forms.map((form) => [form, written(form)]));
let saving = null;
let leaving = false;

function written(form) {
  return JSON.stringify([...new FormData(form)]);
}

for (const form of forms) {
  // What came back as it was typed isn't saved either.
  if (form.querySelector("[aria-invalid], [data-kept]")) asShown.set(form, null);
  // What is sent again until it has arrived isn't saved before it has.
  const saved = form.hasAttribute("data-resend") ? "sent" : "submit";
  form.addEventListener(saved, () => {
    saving = form;
    // With "all" a form stands for whatever else could be typed or ticked on its page.
    leaving ||= form.dataset.unsaved === "all";
  });
}

document.addEventListener("leaving-now", () => { leaving = true; });

addEventListener("beforeunload", (event) => {
  const lost = (form) => form !== saving && written(form) !== asShown.get(form);
  if (!leaving && forms.some(lost)) event.preventDefault();
});
