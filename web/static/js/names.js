// Names that are turned off in one tab are gone from every other tab of the browser at once, and come back in none;
// so is everything once one of them shows that nobody is signed in any more.
import { drawCurtain, onCurtain, sayOnCurtain } from "./curtain.js";

const WHY = { off: "Names were turned off in another tab", out: "You were signed out in another tab" };
const tabs = new BroadcastChannel("names");

if (document.body.dataset.names === "off") tabs.postMessage("off");
else {
  tabs.addEventListener("message", ({ data }) => leave(WHY[data]), { once: true });
  // Before what can't be saved is dropped, the browser asks once more.
  onCurtain("leave", () => location.reload());
}

function leave(why) {
  drawCurtain(why);
  if (!document.dispatchEvent(new CustomEvent("names-off", { cancelable: true }))) return;
  sayOnCurtain("This page is loaded anew. What is typed on it and not saved is lost then.", { leave: "Load anew" });
  location.reload();
}
