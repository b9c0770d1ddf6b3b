// The inbox kept fresh and worked by keyboard; without this file every button still works.
"use strict";

(() => {
  const EVERY_MS = 20_000;
  const pulse = () => document.body.dispatchEvent(new CustomEvent("pulse"));

  // Nobody looks: nothing is asked for. Whoever comes back sees what is true now.
  setInterval(() => document.visibilityState === "visible" && pulse(), EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") pulse();
  });

  const isTyping = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  // The letters t and p press the button of the row that one is in.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.body.dataset.letters === "off" || isTyping(event.target)) return;
    const row = document.activeElement?.closest('[data-keys="list"] > *');
    const button = row?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // A row drawn again keeps the place of whoever was in it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const field = event.target.querySelector?.(".little input:not([type=hidden])");
    if (field) field.focus();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const row = event.detail.target;
    if (!row.id.startsWith("tarea-")) return;
    const beside = row.nextElementSibling || row.previousElementSibling;
    setTimeout(() => {
      const kept = document.getElementById(row.id) || beside;
      kept?.querySelector("a[href]")?.focus();
    });
  });
})();
