// The page put out of sight, whatever it shows or will show: what says so, and what asks for a choice, is left.
const section = document.querySelector("[data-curtain]");

export function drawCurtain(why) {
  // A text counts as typed once its field is left, and must not be lost with the page.
  document.activeElement?.blur();
  for (const dialog of document.querySelectorAll("dialog[open]:not([data-before-curtain])")) dialog.close("");
  if (document.fullscreenElement) document.exitFullscreen();
  document.documentElement.classList.add("curtained");
  document.title = "supportmap";
  section.hidden = false;
  const title = section.querySelector("h1");
  title.textContent = why;
  title.focus();
}

export function isCurtained() { return document.documentElement.classList.contains("curtained"); }

// What stands on the curtain, and what its buttons say, {again, leave}: one without words is not shown.
export function sayOnCurtain(words, acts) {
  const place = section.querySelector("[data-curtain-words]");
  if (place.textContent !== words) place.textContent = words;
  if (acts) for (const button of section.querySelectorAll("button")) show(button, acts[button.dataset.curtainAct]);
}

function show(button, words) {
  button.hidden = !words;
  button.textContent = words ?? "";
}

export function onCurtain(act, done) {
  section.querySelector(`[data-curtain-act="${act}"]`).addEventListener("click", done);
}
