// The visits that are on this phone: one store for each person, who alone opens his.
"use strict";

const named = (owner) => `mi-ruta-${owner}`;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened(owner) {
  const request = indexedDB.open(named(owner), 1);
  request.onupgradeneeded = () => request.result.createObjectStore("visits", { keyPath: "key" });
  return done(request).then((store) => {
    store.onversionchange = () => store.close(); // whoever signs out deletes it
    return store;
  });
}

// Runs `work` on the visits; it has happened, on the disk, once this answers.
async function within(owner, mode, work) {
  const store = await opened(owner);
  try {
    const doing = store.transaction("visits", mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      doing.oncomplete = resolve;
      doing.onabort = () => reject(doing.error);
    });
    const [answer] = await Promise.all([work(doing.objectStore("visits")), finished]);
    return answer;
  } finally {
    store.close();
  }
}

// One at a time on this phone, whatever tabs are open: sending, changing, signing out.
export const alone = (owner, work) => navigator.locks.request(named(owner), work);

export async function visits(owner) {
  const found = await within(owner, "readonly", (store) => done(store.getAll()));
  return found.sort((one, other) => one.device_at.localeCompare(other.device_at));
}

// Writes a visit down; the one that it replaces, if any, goes in the same moment.
export const add = (owner, visit, replaced = null) =>
  within(owner, "readwrite", async (store) => {
    if (replaced) await done(store.delete(replaced));
    await done(store.add(visit));
  });

export const change = (owner, visit, changes) =>
  within(owner, "readwrite", (store) => done(store.put({ ...visit, ...changes })));

export const remove = (owner, key) =>
  within(owner, "readwrite", (store) => done(store.delete(key)));

// What is not sent yet, without making a store where there was none.
export async function unsent(owner) {
  const stores = await indexedDB.databases();
  if (!stores.some((store) => store.name === named(owner))) return [];
  return (await visits(owner)).filter((visit) => visit.state !== "sent");
}

// Nothing of the person stays: his visits at once, then their store.
export async function wipe(owner) {
  await within(owner, "readwrite", (store) => done(store.clear()));
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(named(owner));
    request.onsuccess = request.onerror = request.onblocked = resolve;
  });
}

// Whether a page that Cartera drew `at` an instant does not know of a visit yet.
export const isNews = (visit, at) =>
  visit.state === "pending" || (visit.state === "sent" && visit.sent_at > at);
