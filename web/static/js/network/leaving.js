// Names went off in another tab: this page is left once nothing waits in it any more, and says what it waits for.
import { isCurtained, onCurtain, sayOnCurtain } from "../curtain.js";
import { count } from "./words.js";

const AGAIN = "Try again", DISCARD = "Discard these changes";
// While it is being saved, what could be pressed before stays where it was.
const WHY = {
  saving: [""],
  waiting: ["There is no connection.", { again: AGAIN }],
  "signed-out": ["You are signed out. Sign in in another tab, then try again; or discard what waits.", { again: AGAIN, leave: DISCARD }],
  failed: ["Something went wrong. Try again; or discard what waits.", { again: AGAIN, leave: DISCARD }],
  conflict: ["Somebody else changed the same thing: choose which stands.", {}],
};

export function leaveOnceSaved(outbox) {
  const refused = [];
  document.addEventListener("names-off", event => {
    if (outbox.isIdle) return;
    event.preventDefault();
    tell();
  });
  outbox.addEventListener("refused", ({ detail }) => { if (isCurtained()) refused.push(detail.message); });
  outbox.addEventListener("state", () => { if (isCurtained()) tell(); });
  onCurtain("again", () => outbox.go());

  function tell() {
    if (outbox.waiting) return tellWaiting();
    if (outbox.isIdle && !refused.length) location.reload();
    else if (outbox.isIdle) sayOnCurtain(`Not kept: ${refused.join(" ")} All else is saved.`, { leave: "Load anew" });
  }

  function tellWaiting() {
    const [why, acts] = WHY[outbox.state];
    sayOnCurtain(`${count(outbox.waiting, "change is", "changes are")} still waiting to be saved. ${why}`.trim(), acts);
  }
}
