// Asks before a page is left on which something was typed or ticked and not saved.
const QUESTION = "Something else that you wrote on this page isn’t saved. Go on, and lose that?";
const forms = [...document.querySelectorAll("form[data-unsaved]")];
const asShown = new Map(forms.map((form) => [form, written(form)]));
let leaving = false;

function written(form) {
  return JSON.stringify([...new FormData(form)]);
}

function isLost(form) {
  return written(form) !== asShown.get(form);
}

for (const form of forms) {
  // What came back as it was typed isn't saved either.
  if (form.querySelector("[aria-invalid], [data-kept]")) asShown.set(form, null);
  // What is sent again until it has arrived isn't saved before it has.
  const saved = form.hasAttribute("data-resend") ? "sent" : "submit";
  form.addEventListener(saved, () => { leaving = true; });
}

// Ahead of whatever sends the form: what stands beside it is gone once it is sent. With "all" a form stands for
// whatever else could be typed or ticked on its page.
document.addEventListener("submit", (event) => {
  const { target } = event;
  if (!asShown.has(target) || target.dataset.unsaved === "all") return;
  if (!forms.some((form) => form !== target && isLost(form)) || confirm(QUESTION)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("leaving-now", () => { leaving = true; });

addEventListener("beforeunload", (event) => {
  if (!leaving && forms.some(isLost)) event.preventDefault();
});
