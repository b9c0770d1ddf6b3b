// Keeps today's route of one collector where there is no signal. Served with `TOLD` before it:
// its scope, what its pages are drawn with, the version of that, and what it says by itself.
"use strict";

const SHELL = `mi-ruta-shell-${TOLD.version}`;
const PAGES = "mi-ruta-pages-"; // and whose they are
const PATIENCE = 6000; // milliseconds for a page that is kept here anyway

self.addEventListener("install", (event) => {
  const fresh = TOLD.shell.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(
    caches.open(SHELL).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("mi-ruta-shell-") && name !== SHELL;
  event.waitUntil(drop(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && isPage(pathname)) event.respondWith(page(request));
  else if (TOLD.shell.includes(pathname)) event.respondWith(part(request));
});

// A page of the route says which pages there are today: those are kept, and no others.
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keepAll(event.data.keep));
});

// The route and its debtors; what the phone asks of Cartera beside them is never kept.
function isPage(path) {
  if (path === TOLD.scope) return true;
  return path.startsWith(TOLD.scope) && /^\d+\/[^/]+\/$/.test(path.slice(TOLD.scope.length));
}

async function part(request) {
  const kept = await (await caches.open(SHELL)).match(request);
  return kept ?? fetch(request);
}

// The page as it is now; where Cartera is not reached in time, as it was kept today.
async function page(request) {
  const asked = fetch(request);
  try {
    const answer = await Promise.race([asked, late()]);
    if (answer) return await noted(request.url, answer);
  } catch {
    return (await kept(request.url)) ?? noSignal();
  }
  const copy = await kept(request.url);
  return copy ?? asked.catch(noSignal);
}

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

// Cartera sends away whoever is not signed in: whose pages these are, nobody knows any more.
async function noted(address, answer) {
  if (answer.ok) await keep(address, answer.clone());
  else if (answer.status === 403 || answer.status === 404) await forget(address);
  else if (answer.type === "opaqueredirect") await drop((name) => name.startsWith(PAGES));
  return answer;
}

async function keep(address, answer) {
  const owner = answer.headers.get("Cartera-Owner");
  if (!owner || answer.redirected) return;
  await drop((name) => name.startsWith(PAGES) && name !== PAGES + owner);
  const headers = new Headers(answer.headers);
  headers.set("Cartera-Kept", `${today()} ${TOLD.version}`);
  const copy = new Response(await answer.blob(), { headers });
  await (await caches.open(PAGES + owner)).put(address, copy);
}

// A page that is kept as it was marked is not asked for again.
async function keepAll(wanted) {
  const addresses = new Set(wanted.map((one) => one.address));
  for (const { address, mark } of wanted) {
    const copy = await kept(address);
    if (copy?.headers.get("Cartera-Mark") === mark && isOfNow(copy)) continue;
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer) return;
    if (answer.ok) await keep(address, answer);
  }
  for (const cache of await pages()) {
    for (const { url } of await cache.keys()) if (!addresses.has(url)) await cache.delete(url);
  }
}

async function pages() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  return Promise.all(names.map((name) => caches.open(name)));
}

async function kept(address) {
  for (const cache of await pages()) {
    const copy = await cache.match(address);
    if (copy?.headers.get("Cartera-Kept").startsWith(`${today()} `)) return copy;
  }
  return undefined;
}

// Drawn with what this worker keeps, too.
const isOfNow = (copy) => copy.headers.get("Cartera-Kept") === `${today()} ${TOLD.version}`;

async function forget(address) {
  for (const cache of await pages()) await cache.delete(address);
}

async function drop(isOld) {
  const names = (await caches.keys()).filter(isOld);
  await Promise.all(names.map((name) => caches.delete(name)));
}

const today = () => new Date().toDateString().replaceAll(" ", "-");

function noSignal() {
  const sheets = TOLD.shell.filter((address) => address.endsWith(".css"));
  const head = sheets.map((address) => `<link rel="stylesheet" href="${address}">`).join("");
  const { title, why, again } = TOLD.says;
  const body = `<main id="contenido"><h1>${title}</h1><p>${why}</p>
    <p><a class="button" href="">${again}</a></p></main>`;
  const policy = "default-src 'none'; style-src 'self'; font-src 'self'";
  return new Response(
    `<!doctype html><html lang="es"><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">${head}${body}</html>`,
    {
      status: 503,
      headers: { "Content-Type": "text/html", "Content-Security-Policy": policy },
    },
  );
}
