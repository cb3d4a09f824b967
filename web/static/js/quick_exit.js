// Off these pages at once: what shows goes first, then the sign-in. What comes takes the place of this page, so that
// "back" doesn't lead to it. Without a script the link leads away, too, and the sign-in ends by itself.
const link = document.querySelector("[data-leave]");

link.addEventListener("click", event => {
  event.preventDefault();
  // Nothing may ask whether to stay: what is typed is lost, and that is meant.
  document.dispatchEvent(new CustomEvent("leaving-now"));
  document.documentElement.hidden = true;
  document.title = "";
  fetch(link.dataset.leave, { method: "POST", keepalive: true }).catch(() => {});
  location.replace(link.href);
});
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
