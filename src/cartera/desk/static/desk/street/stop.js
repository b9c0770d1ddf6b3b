// A debtor's page on a phone: a visit is written down here first, and then sent if there is signal.
"use strict";

import { able, address, drawnAt, owner, status } from "./drawing.js";
import { Photo } from "./photo.js";
import { add, alone, isNews, visits } from "./queue.js";
import { onNews, send, tell, whose } from "./sending.js";

const form = document.getElementById("visita");
const problem = document.getElementById("problema");
const opened = location.hash.startsWith("#visita-") ? location.hash.slice(8) : "";
// What each sending says anew.
const OURS = new Set(["key", "csrfmiddlewaretoken"]);
let replaced = "";

const say = (name, sentence = "") => {
  const words = document.querySelector(`template[data-say="${name}"]`);
  problem.textContent = sentence || words.innerHTML;
  problem.closest("[hidden]")?.removeAttribute("hidden");
  problem.scrollIntoView({ block: "center" });
};

const photo =
  form &&
  new Photo(form.elements.photo, form.querySelector("[data-photo]"), () => say("no-photo"));

// Documents that were told on this phone are not told again.
async function mark(ends = "asking") {
  const found = await visits(owner);
  status(found, ends);
  const here = found.filter((visit) => visit.key !== replaced && isNews(visit, drawnAt));
  const told = new Set(here.flatMap((visit) => visit.items));
  for (const box of form?.querySelectorAll("[name=item]") ?? []) {
    const isTold = told.has(box.value);
    if (isTold) box.checked = false;
    box.disabled = isTold;
    box.closest("label").querySelector("[data-here]").hidden = !isTold;
  }
}

// What was typed in a visit that was refused, to be put right.
async function fill() {
  const visit = (await visits(owner)).find((one) => one.key === opened);
  if (visit?.state !== "conflict") return;
  say("", visit.sentence);
  if (!form) return; // its documents have their outcome: all that is left is to discard it
  replaced = visit.key;
  if (visit.photo) photo.keep(visit.photo, visit.photo_at);
  const typed = new Map();
  for (const [name, value] of visit.fields) typed.set(name, [...(typed.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const values = typed.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = values.includes(field.value);
    } else if (field.type !== "file") {
      field.value = values[0] ?? "";
    }
  }
  const button = form.querySelector(`[name=way][value=${typed.get("way")[0]}]`);
  button.closest("details").open = true;
}

const isBlank = (told, name) => !String(told.get(name) ?? "").trim();

// What Cartera would refuse anyhow, said while he is still before the debtor.
function missing(told) {
  if (!told.has("item")) return "no-document";
  if (told.get("way") === "uncollected") return isBlank(told, "new_on") ? "no-day" : "";
  if (isBlank(told, "number")) return "no-number";
  if (told.get("way") === "cheque" && isBlank(told, "bank")) return "no-bank";
  return told.get("way") === "cheque" && isBlank(told, "amount") ? "no-amount" : "";
}

// Cents of an amount as the company writes it; NaN for what is none.
function cents(text) {
  const [, whole, rest = "00"] = /^([\d.,]*?\d)(?:[.,](\d\d))?$/.exec(text.trim()) ?? [];
  return whole ? Number(whole.replace(/[.,]/g, "") + rest) : Number.NaN;
}

// A cheque that is not what its documents come to is told once: he may not have seen it.
function differs(told) {
  if (told.get("way") !== "cheque" || !isBlank(told, "why")) return false;
  const chosen = [...form.querySelectorAll("[name=item]:checked")];
  const owed = chosen.reduce((sum, box) => sum + cents(box.dataset.expected), 0);
  const said = `${told.getAll("item")} ${told.get("amount")}`;
  const isNew = form.dataset.differs !== said;
  form.dataset.differs = said;
  return isNew && cents(told.get("amount")) !== owed;
}

function written(told, button, taken) {
  const { case: number, code, debtor } = form.dataset;
  const isPaid = told.get("way") !== "uncollected";
  const what = [button.dataset.what, ...(isPaid ? [told.get("number"), told.get("amount")] : [])];
  return {
    key: crypto.randomUUID(),
    case: number,
    code,
    debtor,
    page: location.pathname,
    items: told.getAll("item"),
    what: what.filter(Boolean).join(" · "),
    device_at: new Date().toISOString(),
    state: "pending",
    fields: [...told].filter(([name, value]) => typeof value === "string" && !OURS.has(name)),
    photo: taken?.made ?? null,
    photo_at: taken?.at ?? "",
  };
}

// Written down before anything else; what becomes of it then loses nothing.
async function record(button) {
  const told = new FormData(form, button);
  const lacking = missing(told);
  if (lacking) return say(lacking);
  if (differs(told)) return say("differs");
  const visit = written(told, button, await photo.taken);
  await alone(owner, () => add(owner, visit, replaced));
  replaced = visit.key;
  const ends = await send(owner, address);
  tell();
  const now = (await visits(owner)).find((one) => one.key === visit.key);
  if (now?.state !== "conflict") return location.assign(form.dataset.back);
  await mark(ends);
  return say("", now.sentence);
}

// A photo for a visit that Cartera has: made small, and sent at once or not at all.
for (const adding of document.querySelectorAll("[data-photo-of]")) {
  const { photo: field, photo_at } = adding.elements;
  const added = new Photo(field, adding.querySelector(".photo"), () => say("no-photo"));
  adding.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!navigator.onLine) return say("no-signal");
    await added.putInto(photo_at);
    const way = Object.assign(document.createElement("input"), { type: "hidden" });
    Object.assign(way, { name: "way", value: "photo" });
    adding.append(way);
    return adding.submit();
  });
}

if (able) {
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    await record(event.submitter).catch(() => say("not-kept"));
    delete form.dataset.busy;
  });
  onNews(() => mark());
  const isHis = !opened || (await whose(owner, address)) !== "foreign";
  if (opened && isHis) await fill();
  if (isHis) await mark();
  else status([], "foreign");
}
