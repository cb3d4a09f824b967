// What others changed meanwhile: asked for now and then while somebody is here and nothing of one's own waits.
import { read } from "./api.js";

const EVERY = 4000, HERE = 120000;

export function hearNews(store, outbox, changed) {
  let tag = null, active = Date.now();
  for (const kind of ["pointerdown", "keydown", "focus"]) addEventListener(kind, () => { active = Date.now(); }, true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hear(); });
  setInterval(hear, EVERY);

  async function hear() {
    // A page that nobody sits at must not keep its sign-in alive.
    if (document.hidden || Date.now() - active > HERE || !outbox.isIdle) return;
    const answer = await read("/network", tag).catch(() => ({ same: true }));
    if (answer.same || !outbox.isIdle) return;
    const { version, latest } = store.confirmed;
    // What was read before one's own last change was saved is older than what shows.
    if (answer.value.network_version < latest) return;
    tag = answer.tag;
    if (answer.value.network_version === version) return;
    store.replace(answer.value);
    changed();
  }
}
