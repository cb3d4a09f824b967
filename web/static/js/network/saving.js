// Whether all is kept: said in words, always in sight; leaving is held up while something waits.
import { count } from "./words.js";

const WORDS = {
  saved: () => "All saved",
  saving: () => "Saving…",
  waiting: waiting => `No connection: ${count(waiting, "change waits", "changes wait")} here; numbers are older`,
  "signed-out": waiting => `Signed out: ${count(waiting, "change waits", "changes wait")} here. Sign in in another tab, then`,
  failed: waiting => `Something went wrong: ${count(waiting, "change waits", "changes wait")} here`,
  conflict: () => "Changed elsewhere too",
};
const CAN_GO_ON = new Set(["waiting", "signed-out", "failed"]);
const BRIEF = 250;

export function showSaving(outbox) {
  const place = document.querySelector("[data-saving]"), words = place.querySelector("[data-saving-words]");
  const act = place.querySelector("[data-saving-act]");
  let later = 0;
  act.addEventListener("click", () => outbox.go());
  addEventListener("focus", () => { if (outbox.state === "signed-out") outbox.go(); });
  outbox.addEventListener("state", ({ detail }) => {
    clearTimeout(later);
    place.dataset.waiting = detail.waiting;
    // What is saved within the blink of an eye needs no word about being saved.
    if (detail.state === "saving") later = setTimeout(() => show(detail), BRIEF);
    else show(detail);
  });
  addEventListener("beforeunload", event => { if (!outbox.isIdle) event.preventDefault(); });

  function show({ state, waiting }) {
    place.dataset.state = state;
    const said = WORDS[state](waiting);
    if (words.textContent !== said) words.textContent = said;
    act.hidden = !CAN_GO_ON.has(state);
  }
}
