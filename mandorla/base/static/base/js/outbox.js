// <form data-outbox="person"> is sent in the background. What cannot be sent stays in this browser, also over a
// reload, and goes out when the connection is back, from any page (see send-waiting.js). Each entry carries a key of
// its own: sent twice, kept once.
import { keep, kept, send } from "./sending.js";

const NAME = "mandorla.outbox";
const WAITS = [2_000, 5_000, 15_000, 30_000];
let tries = 0;
let timer = 0;
let sending = false;

const forms = () => document.querySelectorAll("form[data-outbox]");
const person = () => document.querySelector("form[data-outbox]")?.dataset.outbox ?? document.body.dataset.person;
const all = () => kept(NAME) ?? [];
const mine = () => all().filter((entry) => entry.person === person());
const put = (entries) => keep(NAME, entries.length ? entries : null);
const change = (key, facts) => put(all().map((entry) => (entry.key === key ? { ...entry, ...facts } : entry)));
const drop = (key) => put(all().filter((entry) => entry.key !== key));

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function show(state) {
  const waiting = mine();
  const box = document.querySelector("[data-outbox-list]");
  if (!box) return;
  const words = box.querySelector("[data-outbox-state]");
  const said = waiting.some((entry) => entry.refused) && state !== "signed-out" ? "refused" : state;
  words.textContent = words.getAttribute(`data-${said}`) ?? "";
  box.querySelector("[data-outbox-sign-in]").hidden = said !== "signed-out";
  const list = box.querySelector("ul");
  list.replaceChildren(...waiting.map((entry) => line(box.querySelector("template"), entry)));
  box.hidden = waiting.length === 0 && state !== "signed-out";
}

function line(template, entry) {
  const made = template.content.cloneNode(true).firstElementChild;
  made.querySelector("span").textContent = entry.words;
  made.querySelector("em").textContent = entry.refused ?? "";
  made.querySelector("[data-outbox-back]").hidden = !entry.refused || !formOf(entry);
  made.querySelector("[data-outbox-away]").hidden = !entry.refused;
  made.querySelector("[data-outbox-back]").addEventListener("click", () => putBack(entry));
  made.querySelector("[data-outbox-away]").addEventListener("click", () => forget(entry));
  return made;
}

const formOf = (entry) => Array.from(forms()).find((form) => new URL(form.action).pathname === entry.address);

function forget(entry) {
  drop(entry.key);
  show("refused");
}

function putBack(entry) {
  const form = formOf(entry);
  fill(form, entry.values);
  forget(entry);
  textOf(form)?.focus();
}

function fill(form, values) {
  const given = new URLSearchParams(values);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "key") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = given.getAll(field.name).includes(option.value);
    else if (given.has(field.name)) field.value = given.get(field.name);
  }
}

const textOf = (form) => form.querySelector("input[type=text], input:not([type]), textarea");

// After it is sent a form is empty again, but for what says data-outbox-keeps.
function empty(form) {
  const staying = Array.from(form.elements).filter((field) => field.closest("[data-outbox-keeps]"));
  const before = staying.map((field) => [field, field.value, field.checked]);
  form.reset();
  for (const [field, value, checked] of before) [field.value, field.checked] = [value, checked];
  for (const field of form.elements) if (!field.closest("[data-outbox-keeps]") && field === textOf(form)) field.value = "";
}

async function flush() {
  if (sending || !person()) return;
  sending = true;
  clearTimeout(timer);
  let state = "sending";
  for (const entry of mine().filter((waiting) => !waiting.refused)) {
    const { became, page } = await send(entry.address, entry.values);
    if (became === "sent") {
      drop(entry.key);
      tries = 0;
      document.dispatchEvent(new CustomEvent("outbox:sent", { detail: entry }));
      show("sending");
      continue;
    }
    if (became === "refused") {
      const why = page.querySelector("[data-refusal], .errors, main .prose");
      change(entry.key, { refused: why?.textContent.trim().replace(/\s+/g, " ") || page.title });
      continue;
    }
    state = became === "signed-out" ? "signed-out" : "offline";
    break;
  }
  sending = false;
  show(state);
  if (state !== "sending") timer = setTimeout(flush, WAITS[Math.min(tries++, WAITS.length - 1)]);
  else if (mine().some((waiting) => !waiting.refused)) flush();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-outbox]");
  if (!form || event.defaultPrevented) return;
  const text = textOf(form);
  if (text?.required && !text.value.trim()) {
    event.preventDefault();
    text.focus();
    return;
  }
  const values = new FormData(form, event.submitter);
  values.delete("csrfmiddlewaretoken");
  const key = freshKey();
  values.set("key", key);
  if (Array.from(values.values()).some((value) => typeof value !== "string")) return; // files go the plain way
  const address = new URL(form.action).pathname;
  const entry = { key, person: form.dataset.outbox, address, values: new URLSearchParams(values).toString(), words: text?.value ?? "" };
  if (!put([...all(), entry])) return; // nowhere to keep it: sent the plain way
  event.preventDefault();
  empty(form);
  text?.focus();
  tries = 0;
  flush();
});

window.addEventListener("online", () => flush());
window.addEventListener("offline", () => show("offline"));
window.addEventListener("storage", () => show("offline"));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
document.addEventListener("htmx:responseError", (event) => event.detail.xhr.status === 401 && show("signed-out"));
if (mine().length) {
  show("sending");
  flush();
}
