// Names that are turned off in one tab are gone from every other tab of the browser at once, and come back in none.
import { drawCurtain, onCurtain, sayOnCurtain } from "./curtain.js";

const tabs = new BroadcastChannel("names");

if (document.body.dataset.names === "off") tabs.postMessage("off");
else {
  tabs.addEventListener("message", leave, { once: true });
  // Before what can't be saved is dropped, the browser asks once more.
  onCurtain("leave", () => location.reload());
}

function leave() {
  drawCurtain();
  if (!document.dispatchEvent(new CustomEvent("names-off", { cancelable: true }))) return;
  sayOnCurtain("This page is loaded anew without names. What is typed on it and not saved is lost then.", { leave: "Load anew" });
  location.reload();
}
