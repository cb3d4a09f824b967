// Copies what stands in a field, where the browser lets a page do so, and says whether it did.
const SAID = 2000;

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.textContent, told = document.getElementById(`${button.dataset.copy}-copied`);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value).then(() => say("Copied"), () => say("Press Ctrl+C"));
  });

  function say(result) {
    button.textContent = told.textContent = result;
    setTimeout(() => { button.textContent = words; told.textContent = ""; }, SAID);
  }
}
