// Sends the visits of this phone, each once by its key; says how it went, and loses none.
"use strict";

import { alone, change, visits } from "./queue.js";

const PATIENCE = 20000; // milliseconds for one visit
const PATIENCE_TO_GREET = 6000; // as long as the worker waits for a page that it keeps
const PATIENCE_WITH_PHOTO = 90000;

const news = new BroadcastChannel("mi-ruta");
const leaving = new AbortController();
news.addEventListener("message", ({ data }) => data === "leaving" && leaving.abort());

// Whoever signs out does not wait for what is under way.
export const leave = () => new BroadcastChannel("mi-ruta").postMessage("leaving");

// Other tabs draw themselves again; this one by itself.
export const tell = () => news.postMessage("changed");
export const onNews = (redraw) =>
  news.addEventListener("message", ({ data }) => data === "changed" && redraw());

// Whoever opens any page says so, and tabs that are of somebody else show nothing of his any more.
export const arrive = (owner) => news.postMessage({ here: owner });
export const onArrival = (owner, seal) =>
  news.addEventListener("message", ({ data }) => data.here && data.here !== owner && seal());

const ask = (address, more = {}, patience = PATIENCE) =>
  fetch(address, {
    redirect: "manual", // whoever is to sign in is led away: that is no answer
    cache: "no-store",
    headers: { Accept: "application/json" },
    signal: AbortSignal.any([AbortSignal.timeout(patience), leaving.signal]),
    ...more,
  });

// Who is signed in, and a token to send by; or why that is not known, as `ends`.
async function greet(owner, address) {
  const answer = await ask(address, {}, PATIENCE_TO_GREET);
  if (answer.type === "opaqueredirect") return { ends: "sign-in" };
  if (answer.status === 403) return { ends: "foreign" }; // somebody who has no routes
  if (!answer.ok) return { ends: "trouble" };
  const { owner: signedIn, token } = await answer.json();
  return { ends: signedIn === owner ? "" : "foreign", token };
}

// How a sending would end, as far as it depends on who is signed in: "known" where it is `owner`.
export async function whose(owner, address) {
  const { ends } = await greet(owner, address).catch(() => ({ ends: "no-signal" }));
  return ends || "known";
}

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
  const { ends: why, token } = await greet(owner, address);
  if (why) return why;
  let worst = "done";
  for (const visit of (await visits(owner)).filter((one) => one.state === "pending")) {
    const ends = await sendOne(owner, address, token, visit);
    if (ends === "trouble") worst = ends; // one that Cartera cannot take does not hold up the rest
    else if (ends) return ends;
  }
  return worst;
}

async function sendOne(owner, address, token, visit) {
  const asked = { method: "POST", body: formOf(owner, token, visit) };
  const answer = await ask(address, asked, visit.photo ? PATIENCE_WITH_PHOTO : PATIENCE);
  if (answer.type === "opaqueredirect") return "sign-in";
  const said = await answer.json().catch(() => ({}));
  if (said.state === "sent") {
    // Told, it is only shown: what was typed and the photo need not stay on the phone.
    const no_photo = said.photo ?? ""; // the visit stands; why its photo does not
    const sent = { state: "sent", sent_at: said.at, fields: [], photo: null, no_photo };
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
