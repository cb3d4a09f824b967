// Puts the page of a network together.
import { isCurtained } from "../curtain.js";
import { Acts } from "./acting.js";
import { quietly } from "./api.js";
import { Ask } from "./ask.js";
import { resolve } from "./conflicts.js";
import { arrangeDialogs, open, openAbout } from "./dialogs.js";
import { Grid } from "./grid.js";
import { keepInSight } from "./in_sight.js";
import { Inspector } from "./inspector.js";
import { leaveOnceSaved } from "./leaving.js";
import { MapView } from "./map_view.js";
import { hearNews } from "./news.js";
import { notice } from "./notices.js";
import { Outbox } from "./outbox.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { pasteNames } from "./paste_names.js";
import { savePictures } from "./pictures.js";
import { pointAt } from "./pointing.js";
import { quickAdd } from "./quick_add.js";
import { safety } from "./safety.js";
import { showSaving } from "./saving.js";
import { steer } from "./steering.js";
import { Store } from "./store.js";
import { tiesAsked } from "./ties_asked.js";
import { Toolbar } from "./toolbar.js";
import { Tying } from "./tying.js";
import { Views } from "./views.js";
import { whatIf } from "./what_if.js";
import { FIRST, NAMES_OFF, VISITS } from "./words.js";

const store = new Store(FIRST);
const outbox = new Outbox(store, resolve);
const map = new MapView(store);
const overlay = new Overlay(store, map);
const acts = new Acts(store, map, VISITS);
const inspector = new Inspector(store, acts);
const panel = new Panel();
const views = new Views();
const toolbar = new Toolbar(store, map);
const tying = new Tying(acts, overlay, toolbar);
const adding = quickAdd(acts, inspector);
const thinking = whatIf(acts, map, overlay);
const marking = safety(acts);
new Grid(store, acts);
new Ask(store, acts, views);
tiesAsked(store);
let ending = null;

arrangeDialogs();
pasteNames(acts, store);
savePictures(map);
showSaving(outbox);
if (!NAMES_OFF) leaveOnceSaved(outbox);

const mapActs = {
  tap(id) {
    if (tying.isOn) tying.tap(id);
    else choose(id);
  },
  open(id) {
    if (tying.isOn) return tying.tap(id);
    choose(id);
    inspector.focus();
  },
  // Whoever was moved is whom the next answers are about. Chosen at the end of a move: none of its steps does more.
  move(id, place) {
    acts.move(id, place);
    if (acts.selected !== id) acts.select(id);
    keepInSight(overlay.handle(id));
  },
  tie: (a, b) => tying.tie(a, b),
  startTie: id => tying.startByKey(id),
  miss: () => tying.letGo(),
  end: id => askEnd(id),
};
const cancelDrag = pointAt(overlay, mapActs, () => toolbar.mode);
steer(overlay, map, store, mapActs);

function choose(id) {
  acts.select(id);
  keepInSight(overlay.handle(id));
}

function askEnd(id) {
  const contact = acts.contact(id);
  if (!contact || contact.status === "past") return;
  ending = id;
  openAbout("end-dialog", contact);
}

document.getElementById("end-dialog").addEventListener("close", ({ target }) => {
  if (target.returnValue === "end") acts.end(ending, target.querySelector("[name=reason]:checked").value);
  if (target.returnValue === "discard") { acts.discard(ending); adding.focus(); return; }
  if (views.view === "map") overlay.focus(ending);
});

const pressed = {
  confirm: id => acts.confirm(id), "what-if": id => thinking.open(id), end: askEnd, return: id => acts.comeBack(id), safety: () => marking.open(),
};
document.querySelector("[data-inspector-form]").addEventListener("click", event => {
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act) pressed[act](acts.selected);
});

acts.addEventListener("select", ({ detail }) => overlay.select(detail.id));
acts.addEventListener("ask-end", ({ detail }) => askEnd(detail.id));
views.addEventListener("change", () => { if (views.view === "map") map.redraw().catch(quietly); });

store.addEventListener("change", ({ detail }) => { if (detail.what === "confirmed" || detail.what === "dropped") renew(detail.command); });
outbox.addEventListener("refused", ({ detail }) => notice(`Not kept: ${detail.message}`));

// Only once nothing more waits: what is drawn would be overtaken. An answer of one's own may make the coverage longer, and
// so push whom it is about below what comes up from below.
async function renew(command) {
  if (store.waiting) return;
  const isMap = views.view === "map", renewed = [panel.refresh(), toolbar.refresh(), isMap && map.redraw()];
  for (const { reason } of await Promise.allSettled(renewed)) if (reason) quietly(reason);
  if (command && isMap && acts.selected) keepInSight(overlay.handle(acts.selected));
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || isCurtained()) return;
  const inDialog = document.querySelector("dialog[open]");
  if (event.ctrlKey || event.metaKey) {
    if (inDialog || (isText(event.target) && event.target.value)) return;
    const act = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (act) { event.preventDefault(); toolbar[act](); }
    return;
  }
  if (event.key === "Escape") { if (!cancelDrag()) toolbar.setMode("move"); return; }
  if (isText(event.target) || event.altKey || inDialog) return;
  if (event.key === "n" || event.key === "N") { event.preventDefault(); adding.focus(); }
  if (event.key === "?" && !event.target.closest("[data-answers], [data-grid]")) open("help-dialog");
});

function isText(target) {
  return target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

hearNews(store, outbox, () => renew());
addEventListener("load", () => map.redraw().catch(quietly));
if (document.readyState === "complete") map.redraw().catch(quietly);
