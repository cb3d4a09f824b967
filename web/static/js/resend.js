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
  told.id = `told-${crypto.randomUUID()}`;
  told.className = "notice waiting-to-send";
  told.setAttribute("role", "status");
  told.hidden = true;
  standAfter(form);
  let sending = false, flawed = [], latest = {};

  form.addEventListener("submit", event => {
    event.preventDefault();
    if (!sending) send(event.submitter);
  });

  async function send(submitter) {
    sending = true;
    unmark();
    const body = new URLSearchParams(new FormData(form, submitter));
    const address = submitter?.hasAttribute("formaction") ? submitter.formAction : form.action;
    // What is on its way can't be changed any more: it would look as if that were sent.
    form.inert = true;
    // The same once more, from whoever was signed out meanwhile, may have arrived already.
    if (latest.address !== address || latest.body !== `${body}`) latest = { address, body: `${body}`, key: crypto.randomUUID() };
    const headers = { "X-Requested-With": "resend", "Idempotency-Key": latest.key };
    let answer;
    while (!(answer = await sent(address, { method: "POST", body, headers }))) await next();
    sending = form.inert = false;
    arrive(answer, submitter);
  }

  async function sent(address, request) {
    try {
      const answer = await fetch(address, request);
      if (answer.headers.get("Content-Type") === "application/json") return { ...await answer.json(), isStale: answer.status === 412 };
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

  function arrive({ to, words, fields, isStale }, submitter) {
    if (words) return refuse(words, fields ?? [], isStale, submitter);
    if (new URL(to, location.href).pathname === "/login") return say(SIGNED_OUT);
    form.dispatchEvent(new CustomEvent("sent"));
    const way = new URL(to, location.href), stays = way.hash && way.pathname + way.search === location.pathname + location.search;
    if (!stays) return location.assign(to);
    // A way to another part of the same page loads nothing, and what is loaded again stands where it stood: from an
    // address that differs it is loaded and gone to.
    history.replaceState(null, "", `${location.pathname}?`);
    location.replace(to);
  }

  // What is wrong stands at the first field that it is about and that can be seen, else below the form.
  function refuse(words, fields, isStale, submitter) {
    flawed = [...form.elements].filter(field => fields.includes(field.name));
    for (const field of flawed) {
      mark(field);
      field.closest("details")?.setAttribute("open", "");
    }
    const first = flawed.find(field => field.type !== "hidden" && field.checkVisibility());
    standAfter(first?.closest("fieldset, .field") ?? first ?? form);
    say(words, true);
    if (isStale) told.append(" ", anew());
    (first ?? submitter)?.focus();
  }

  function mark(field) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [...describing(field), told.id].join(" "));
  }

  function unmark() {
    for (const field of flawed) {
      field.removeAttribute("aria-invalid");
      const others = describing(field).join(" ");
      if (others) field.setAttribute("aria-describedby", others);
      else field.removeAttribute("aria-describedby");
    }
    flawed = [];
    told.hidden = true;
    standAfter(form);
  }

  function describing(field) {
    return (field.getAttribute("aria-describedby") ?? "").split(" ").filter(id => id && id !== told.id);
  }

  function anew() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quieter";
    button.textContent = "Load it anew";
    button.addEventListener("click", () => location.reload());
    return button;
  }

  // Not .after: a field of that name would stand in its place.
  function standAfter(place) {
    if (place.nextElementSibling !== told) place.insertAdjacentElement("afterend", told);
  }

  function say(words, isRefusal = false) {
    told.hidden = false;
    told.classList.toggle("bad", isRefusal);
    if (told.textContent !== words) told.textContent = words;
    told.scrollIntoView({ block: "nearest" });
  }
}
