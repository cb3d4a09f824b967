// Sends a form again over a network that comes and goes. What is typed stays in the page and nowhere else; what had
// arrived and is sent again is known by its key, and done once.
const AGAIN = 3000;
const SIGNED_OUT = "You were signed out. Sign in in another tab, then press the button again: what you typed is still here.";
const NO_NETWORK = "No network just now. It is sent by itself once there is one: keep this page open.";
const NO_ANSWER = "There is no answer just now. It is sent again by itself: keep this page open.";
const REFUSED = "It was not taken. Wait a moment, then press the button again: what you typed is still here.";

for (const form of document.querySelectorAll("form[data-resend]")) resend(form);

function resend(form) {
  const told = document.createElement("p");
  told.className = "notice waiting-to-send";
  told.setAttribute("role", "status");
  // Not form.after: a field of that name would stand in its place.
  form.insertAdjacentElement("afterend", told);
  told.hidden = true;
  let sending = false;

  form.addEventListener("submit", event => {
    event.preventDefault();
    if (!sending) send(event.submitter);
  });

  async function send(submitter) {
    sending = true;
    const body = new URLSearchParams(new FormData(form, submitter));
    const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
    // What is on its way can't be changed any more: it would look as if that were sent.
    form.inert = true;
    const headers = { "X-Requested-With": "resend", "Idempotency-Key": crypto.randomUUID() };
    let answer;
    while (!(answer = await sent(address, { method: "POST", body, headers }))) await next();
    sending = form.inert = false;
    arrive(answer);
  }

  async function sent(address, request) {
    try {
      const answer = await fetch(address, request);
      if (answer.headers.get("Content-Type") === "application/json") return await answer.json();
      if (answer.status < 500) return { words: REFUSED };
      say(NO_ANSWER);
    } catch {
      say(NO_NETWORK);
    }
  }

  function next() {
    return new Promise(done => {
      setTimeout(done, AGAIN);
      addEventListener("online", done, { once: true });
    });
  }

  function arrive({ to, words }) {
    if (words) return say(words);
    if (new URL(to, location.href).pathname === "/login") return say(SIGNED_OUT);
    form.dispatchEvent(new CustomEvent("sent"));
    const way = new URL(to, location.href), stays = way.hash && way.pathname + way.search === location.pathname + location.search;
    location.assign(to);
    // A way to another part of the same page loads nothing by itself.
    if (stays) location.reload();
  }

  function say(words) {
    told.hidden = false;
    if (told.textContent !== words) told.textContent = words;
  }
}
