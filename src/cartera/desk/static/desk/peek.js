// What will happen, shown anew while one types; without this file a button asks for it.
// A request that is overtaken, or left behind with the page, is dropped without a word.
"use strict";

(() => {
  const SOON = 400;
  const AFTER_TYPING = 1200;

  const put = (into, text) => {
    const came = new DOMParser().parseFromString(text, "text/html");
    for (const piece of came.querySelectorAll("[data-swaps]")) {
      const old = document.getElementById(piece.id);
      piece.removeAttribute("data-swaps");
      if (old) old.replaceWith(piece);
      else piece.remove();
    }
    into.replaceChildren(...came.body.childNodes);
  };

  const asked = (form) => {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") typed.append(name, value);
    }
    typed.set("_asks", "peek");
    return typed;
  };

  const watch = (form, into) => {
    let waiting = 0;
    let flight = null;

    const drop = () => {
      clearTimeout(waiting);
      if (flight) flight.abort();
    };

    const look = async () => {
      drop();
      flight = new AbortController();
      try {
        const way = { method: "POST", body: asked(form), signal: flight.signal };
        const answer = await fetch(window.location.href, way);
        if (answer.ok && !answer.redirected) put(into, await answer.text());
      } catch {
        // The line is gone or the page is left: what is shown stays, and sending will tell.
      }
    };

    const soon = (delay) => {
      clearTimeout(waiting);
      waiting = setTimeout(look, delay);
    };

    form.addEventListener("change", () => soon(SOON));
    form.addEventListener("input", () => soon(AFTER_TYPING));
    form.addEventListener("submit", drop);
  };

  for (const mark of document.querySelectorAll("[data-peeks-into]")) {
    watch(mark.closest("form"), document.getElementById(mark.dataset.peeksInto));
  }
})();
