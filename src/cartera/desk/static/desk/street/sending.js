// Sends the visits of this phone, each once by its key; says how it went, and loses none.
"use strict";

import { alone, change, visits } from "./queue.js";

const PATIENCE = 20000; // milliseconds for one visit with its photo

const news = new BroadcastChannel("mi-ruta");

// Other tabs draw themselves again; this one by itself.
export const tell = () => news.postMessage("changed");
export const onNews = (redraw) => news.addEventListener("message", redraw);

const ask = (address, more = {}) =>
  fetch(address, {
    redirect: "manual", // whoever is to sign in is led away: that is no answer
    cache: "no-store",
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
    ...more,
  });

// How it ends: "done", "no-signal", "sign-in", "foreign" (another person is signed in) or
// "trouble" (Cartera does not take them now). What was not taken waits.
export function send(owner, address) {
  return alone(owner, async () => {
    try {
      return await sendAll(owner, address);
    } catch {
      return "no-signal";
    } finally {
      tell();
    }
  });
}

async function sendAll(owner, address) {
  const greeting = await ask(address);
  if (greeting.type === "opaqueredirect") return "sign-in";
  if (!greeting.ok) return "trouble";
  const { owner: signedIn, token } = await greeting.json();
  if (signedIn !== owner) return "foreign";
  for (const visit of (await visits(owner)).filter((one) => one.state === "pending")) {
    const ends = await sendOne(owner, address, token, visit);
    if (ends) return ends;
  }
  return "done";
}

async function sendOne(owner, address, token, visit) {
  const answer = await ask(address, { method: "POST", body: formOf(owner, token, visit) });
  if (answer.type === "opaqueredirect") return "sign-in";
  const said = await answer.json().catch(() => ({}));
  if (said.state === "sent") {
    // Told, it is only shown: what was typed and the photo need not stay on the phone.
    const sent = { state: "sent", sent_at: said.at, fields: [], photo: null };
    await change(owner, visit, sent);
  } else if (said.state === "conflict") {
    await change(owner, visit, { state: "conflict", sentence: said.sentence });
  } else {
    return said.state === "foreign" ? "foreign" : "trouble";
  }
  return "";
}

function formOf(owner, token, visit) {
  const form = new FormData();
  for (const [name, value] of visit.fields) form.append(name, value);
  form.append("csrfmiddlewaretoken", token);
  form.append("owner", owner);
  for (const name of ["case", "code", "key", "device_at"]) form.set(name, visit[name]);
  if (visit.photo) {
    form.set("photo", visit.photo, "foto.jpg");
    form.set("photo_at", visit.photo_at);
  }
  return form;
}
