// The search that opens over any page. Without this file its button leads to the search page.
"use strict";

(() => {
  const WAIT_MS = 120;
  const opener = document.getElementById("palette-open");
  const dialog = document.getElementById("buscador");
  if (!opener || !dialog) return;
  const input = dialog.querySelector("input");
  const results = dialog.querySelector(".results");
  const said = dialog.querySelector("[data-said]");
  let waiting = 0;
  let asking = null;

  const links = () => [...results.querySelectorAll("a[href]")];

  const show = (html) => {
    // Drawn by our own server, which escapes what people typed.
    results.innerHTML = html;
    said.textContent = input.value.trim() ? `${links().length} ${said.dataset.many}` : "";
  };

  const ask = async () => {
    if (asking) asking.abort();
    const text = input.value.trim();
    if (!text) return show("");
    asking = new AbortController();
    const address = new URL(dialog.querySelector("form").action);
    address.searchParams.set("q", text);
    address.searchParams.set("part", "1");
    try {
      const answer = await fetch(address, { signal: asking.signal, credentials: "same-origin" });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") show("");
    }
    return undefined;
  };

  const move = (by) => {
    const all = [input, ...links()];
    const here = Math.max(all.indexOf(document.activeElement), 0);
    all[(here + by + all.length) % all.length].focus();
  };

  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    input.select();
  });

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (document.activeElement !== input) input.focus();
    }
  });

  // Enter opens the first thing found, once what is shown is what was typed last.
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await ask();
    const first = links()[0];
    if (first) first.click();
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
})();
