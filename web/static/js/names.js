// Names that are turned off in one tab are gone from every other tab of the browser at once.
const tabs = new BroadcastChannel("names");
const BLANK = 3000;

if (document.body.dataset.names === "off") tabs.postMessage("off");
else tabs.addEventListener("message", cover);

function cover() {
  document.documentElement.hidden = true;
  if (document.dispatchEvent(new CustomEvent("names-off", { cancelable: true }))) location.reload();
  // Whoever was asked, and stays for what isn't saved yet, wants to see it.
  setTimeout(() => { if (document.hasFocus()) document.documentElement.hidden = false; }, BLANK);
}
