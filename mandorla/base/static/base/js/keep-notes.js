// <form data-keep-notes="person"> with a text and what was seen of it: written away a moment after somebody stops
// typing, merged with what others wrote, kept in this browser while it cannot be sent. What is being typed stays.
import { keep, kept, send } from "./sending.js";

const IDLE = 1_200;
const AGAIN = 5_000;
const form = document.querySelector("form[data-keep-notes]");

if (form) start();

function start() {
  const name = `mandorla.notes.${form.dataset.keepNotes}.${new URL(form.action).pathname}`;
  const text = form.elements.text;
  const seen = form.elements.seen;
  const words = form.querySelector("[data-notes-state]");
  const clash = form.querySelector("[data-clash]");
  let timer = 0;
  let busy = false;
  let edits = form.dataset.edits;

  const isClean = () => text.value === seen.value && !clash.firstElementChild;
  const say = (state) => { words.textContent = state ? words.getAttribute(`data-${state}`) : ""; };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  // The caret stays where it was in the words around it.
  function take(fresh) {
    if (text.value === fresh) return;
    const before = text.value;
    let same = 0;
    while (same < before.length && before[same] === fresh[same]) same += 1;
    const moved = (at) => (at <= same ? at : Math.max(same, at + fresh.length - before.length));
    const [from, to] = [moved(text.selectionStart), moved(text.selectionEnd)];
    text.value = fresh;
    if (document.activeElement === text) text.setSelectionRange(from, to);
  }

  async function save() {
    clearTimeout(timer);
    if (busy || (isClean() && !kept(name))) return;
    busy = true;
    const sent = text.value;
    const { became, page } = await send(form.action, { text: sent, seen: seen.value });
    busy = false;
    const fresh = page?.querySelector("form[data-keep-notes]");
    if (became === "sent" && fresh) arrived(sent, fresh);
    else if (became === "refused" && fresh) clashed(sent, fresh);
    else say(became === "unreachable" ? "offline" : became);
    if (became === "unreachable" || became === "signed-out") later(AGAIN);
  }

  function arrived(sent, fresh) {
    edits = fresh.dataset.edits;
    clash.replaceChildren();
    if (text.value === sent) {
      take(fresh.elements.text.value);
      seen.value = fresh.elements.text.value;
      keep(name, null);
      say("sent");
    } else {
      // Somebody typed on: what was sent is the ground of what comes next.
      seen.value = sent;
      keep(name, { text: text.value, seen: sent });
      later(IDLE);
    }
  }

  function clashed(sent, fresh) {
    if (text.value !== sent) {
      later(IDLE);
      return;
    }
    clash.replaceChildren(...fresh.querySelector("[data-clash]").childNodes);
    take(fresh.elements.text.value);
    seen.value = fresh.elements.seen.value;
    keep(name, { text: text.value, seen: seen.value });
    say("clashed");
  }

  // Others wrote: shown at once where nothing is being written.
  async function look() {
    const answer = await fetch(form.action, { headers: { "X-Outbox": "1" } }).catch(() => null);
    if (!answer?.ok || !isClean() || busy) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-keep-notes]");
    if (!fresh || !isClean() || busy) return;
    edits = fresh.dataset.edits;
    take(fresh.elements.text.value);
    seen.value = fresh.elements.text.value;
    say("");
  }

  text.addEventListener("input", () => {
    keep(name, { text: text.value, seen: seen.value });
    say(clash.firstElementChild ? "clashed" : "waiting");
    if (!clash.firstElementChild) later(IDLE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  window.addEventListener("online", save);
  window.addEventListener("offline", () => !isClean() && say("offline"));
  document.addEventListener("htmx:afterSettle", () => {
    const now = document.querySelector("[data-notes-edits]")?.dataset.notesEdits;
    if (now !== undefined && now !== edits && isClean()) look();
  });

  const before = kept(name);
  if (before && before.text !== text.value) {
    [text.value, seen.value] = [before.text, before.seen];
    say("waiting");
    save();
  } else if (before) keep(name, null);
}
