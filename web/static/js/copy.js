// Copies what stands in a field, where the browser lets a page do so.
const SAID = 2000;

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value).then(() => say("Copied"), () => say("Press Ctrl+C"));
  });

  function say(told) {
    button.textContent = told;
    setTimeout(() => { button.textContent = words; }, SAID);
  }
}
