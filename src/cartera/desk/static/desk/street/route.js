// The route on a phone: keeps it for where there is no signal, shows and sends what waits.
"use strict";

import { able, address, drawnAt, owner, rows, status } from "./drawing.js";
import { alone, change, isNews, remove, visits } from "./queue.js";
import { onArrival, onNews, send, tell, whose } from "./sending.js";

const place = document.getElementById("por-enviar");
const EVERY = 60000; // milliseconds between tries while something waits
let ends = "asking";
let sending = false;

// Nobody else is shown what is not his: nothing, either, until it is known who is signed in.
const isSealed = () => ends === "asking" || ends === "foreign";

async function draw() {
  const his = await visits(owner);
  const found = isSealed() ? [] : his; // as it is known now, after the wait
  status(found, ends);
  rows(found, { discard, forget });
  mark(found.filter((visit) => isNews(visit, drawnAt)));
  const isWaiting = his.some((visit) => visit.state === "pending");
  for (const button of document.querySelectorAll("[data-needs-signal]")) {
    button.disabled = isSealed() || ends === "no-signal" || isWaiting;
  }
  for (const part of document.querySelectorAll("[data-his]")) part.hidden = ends === "foreign";
}

// Asks who is signed in before anything of the queue is shown, and then sends.
async function look() {
  await draw();
  ends = await whose(owner, address);
  await draw();
  if (ends === "known") await sendNow();
}

// A debtor whose documents were all told on this phone is done, though Cartera may not know yet.
function mark(found) {
  const told = new Set(found.flatMap((visit) => visit.items));
  for (const stop of document.querySelectorAll("[data-items]")) {
    const open = stop.dataset.items.split(" ").filter(Boolean);
    const here = open.length > 0 && open.every((item) => told.has(item));
    stop.classList.toggle("done", here || !open.length);
    stop.querySelector("[data-here]").hidden = !here;
    stop.querySelector("[data-there]").hidden = here;
  }
}

async function sendNow() {
  if (sending) return;
  sending = true;
  const before = (await visits(owner)).filter((visit) => visit.state === "pending").length;
  ends = await send(owner, address);
  sending = false;
  await draw();
  if (before && ends === "done") location.reload(); // the route as Cartera has it now
}

// Only what is still as it was shown: meanwhile another tab may have sent it.
const discard = (visit) =>
  alone(owner, async () => {
    const now = (await visits(owner)).find((one) => one.key === visit.key);
    if (now?.state === visit.state) await remove(owner, visit.key);
  }).then(() => {
    tell();
    return draw();
  });

// He knows that its photo was not kept: it is a visit like any other that was sent.
const forget = (visit) =>
  alone(owner, () => change(owner, visit, { no_photo: "" })).then(() => {
    tell();
    return draw();
  });

// What was sent on an earlier day is of no use here.
async function tidy() {
  const today = new Date().toDateString();
  for (const visit of await visits(owner)) {
    const on = new Date(visit.device_at).toDateString();
    if (visit.state === "sent" && !visit.no_photo && on !== today) await remove(owner, visit.key);
  }
}

async function keepPages() {
  const { worker, scope } = place.dataset;
  await navigator.serviceWorker.register(worker, { scope });
  const { active } = await navigator.serviceWorker.ready;
  const stops = document.querySelectorAll("[data-items]");
  const wanted = [...stops].map((stop) => ({ address: stop.href, mark: stop.dataset.mark }));
  const here = { address: new URL(scope, location.href).href, mark: place.dataset.mark };
  active.postMessage({ keep: [here, ...wanted] });
  navigator.storage?.persist?.(); // so that the browser does not tidy it away
}

if (able) {
  onNews(draw);
  onArrival(owner, () => {
    ends = "foreign";
    draw();
  });
  window.addEventListener("online", sendNow);
  window.addEventListener("offline", () => {
    ends = "no-signal";
    draw();
  });
  document.addEventListener("visibilitychange", () => document.hidden || sendNow());
  place.querySelector("[data-send-now]").addEventListener("click", sendNow);
  setInterval(() => place.querySelector("[data-send-now]").hidden || sendNow(), EVERY);
  await tidy();
  await look();
  if (ends === "done" || ends === "trouble") await keepPages();
}
