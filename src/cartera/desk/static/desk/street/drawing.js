// What the phone says of its visits, in the words that the page brings in its templates.
"use strict";

const place = document.getElementById("por-enviar");

export const owner = place.dataset.owner;
export const address = place.dataset.send;
export const drawnAt = new Date(place.dataset.at).toISOString(); // by Cartera's clock
// Where a browser lacks any of these, the pages work as they do without a script.
export const able = Boolean(navigator.serviceWorker && navigator.locks && window.indexedDB);

const words = (name) => place.querySelector(`template[data-say="${name}"]`).innerHTML.trim();

const counted = (name, count) => {
  if (!count) return words(`${name}-none`);
  return words(`${name}-${count === 1 ? "one" : "many"}`).replace("{n}", count);
};

// One line: whether there is signal, and how many wait. `ends` is how the last sending ended.
export function status(found, ends) {
  const waiting = found.filter((visit) => visit.state === "pending").length;
  const wrong = found.filter((visit) => visit.state === "conflict").length;
  const said = [counted(ends, waiting)];
  if (wrong) said.push(counted("conflict", wrong));
  place.querySelector("[data-status]").innerHTML = said.join(" ");
  place.querySelector("[data-send-now]").hidden = !waiting;
  place.dataset.ends = ends;
  place.hidden = !said.join("") && !found.length;
}

// A row for each visit that is still of interest, what waits first.
export function rows(found, { discard, forget }) {
  const list = place.querySelector("[data-visits]");
  const open = found.filter((visit) => visit.state !== "sent" || visit.no_photo);
  list.replaceChildren(...open.map((visit) => row(visit, { discard, forget })));
  const sent = found.filter((visit) => visit.state === "sent").length;
  const told = place.querySelector("[data-sent]");
  told.hidden = !sent;
  told.textContent = sent ? counted("sent", sent) : "";
}

function row(visit, { discard, forget }) {
  const made = place.querySelector("template[data-row]").content.cloneNode(true);
  const put = (part, text) => (made.querySelector(`[data-of="${part}"]`).textContent = text);
  put("debtor", visit.debtor);
  put("what", `${visit.what}${visit.photo ? ` · ${words("with-photo")}` : ""}`);
  put("when", new Date(visit.device_at).toLocaleTimeString([], { timeStyle: "short" }));
  put("sentence", visit.sentence ?? "");
  put("no-photo", visit.no_photo ?? "");
  const state = visit.state === "sent" ? "no-photo" : visit.state;
  for (const part of made.querySelectorAll("[data-in]")) {
    part.hidden = !part.dataset.in.split(" ").includes(state);
  }
  made.querySelector("[data-at]").href = visit.page;
  made.querySelector("[data-known]").addEventListener("click", () => forget(visit));
  made.querySelector("[data-open]").href = `${visit.page}#visita-${visit.key}`;
  made.querySelector("[data-discard]").addEventListener("click", () => discard(visit));
  return made;
}
