// Whoever signs out leaves nothing on this phone, and is warned of what is not sent yet. What was
// kept of another's route goes as soon as somebody else is here; his unsent visits wait for him.
"use strict";

import { alone, unsent, wipe } from "./queue.js";
import { arrive, leave as stopSending } from "./sending.js";

const { owner } = document.body.dataset;
const warning = document.getElementById("sin-enviar");

async function dropPages(isOurs) {
  const names = (await caches.keys()).filter((name) => name.startsWith("mi-ruta-") && isOurs(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function leaveNothing() {
  stopSending();
  await alone(owner, () => wipe(owner));
  await dropPages(() => true);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

async function leave(form) {
  await leaveNothing();
  form.submit();
}

async function asked(form) {
  const waiting = (await unsent(owner)).length;
  if (!waiting) return leave(form);
  const one = waiting === 1 ? "one" : "many";
  for (const text of warning.querySelectorAll("[data-count]")) {
    text.hidden = text.dataset.count !== one;
    text.dataset.text ??= text.textContent;
    text.textContent = text.dataset.text.replace("{n}", waiting);
  }
  warning.querySelector("[data-leave]").onclick = () => leave(form);
  return warning.showModal();
}

if (owner && window.caches && navigator.serviceWorker && navigator.locks && indexedDB.databases) {
  for (const form of document.querySelectorAll("form[data-leaves]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      asked(form).catch(() => form.submit());
    });
  }
  arrive(owner);
  await dropPages((name) => name.startsWith("mi-ruta-pages-") && !name.endsWith(owner));
}
