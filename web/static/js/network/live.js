// One polite live region: what happened, for who doesn't see it.
const region = document.querySelector("[data-live]");
let next = 0;

export function say(words) {
  clearTimeout(next);
  region.textContent = "";
  next = setTimeout(() => { region.textContent = words; }, 30);
}
