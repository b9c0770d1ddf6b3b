// Working by keyboard; what each key does is listed by `?`. Letters rest while one types, and for
// good where the person has put them off (WCAG 2.1.4).
"use strict";

(() => {
  const SEQUENCE_MS = 1500;
  let goUntil = 0;

  const letters = () => document.body.dataset.letters !== "off";
  const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button|submit)$/.test(target.type);
  const isAside = () => document.querySelector("dialog[open]");

  const seek = () => {
    const opener = document.getElementById("palette-open");
    if (opener) opener.click();
    return Boolean(opener);
  };

  const explain = () => {
    const dialog = document.getElementById("atajos");
    if (dialog) dialog.showModal();
    return Boolean(dialog);
  };

  const go = (letter) => {
    const place = document.querySelector(`a[data-go="${CSS.escape(letter)}"]`);
    if (place) place.click();
    return Boolean(place);
  };

  const linksOf = (list) => {
    const items = list.tagName === "TABLE" ? [...list.tBodies].flatMap((b) => [...b.rows])
      : [...list.children];
    return items.map((item) => item.querySelector("a[href], button")).filter(Boolean);
  };

  const move = (by) => {
    const links = [...document.querySelectorAll('[data-keys="list"]')].flatMap(linksOf);
    if (!links.length) return false;
    const here = links.findIndex((link) =>
      link === document.activeElement || link.closest("li, tr")?.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
    return true;
  };

  const act = () => {
    const near = document.activeElement && document.activeElement.closest("form.step");
    const form = near || document.querySelector("form.step");
    const button = form && form.querySelector("button.primary:not(:disabled)");
    if (button) button.click();
    return Boolean(button);
  };

  const single = (key) => {
    if (goUntil > Date.now()) {
      goUntil = 0;
      return go(key);
    }
    if (key === "g") {
      goUntil = Date.now() + SEQUENCE_MS;
      return true;
    }
    const known = { "/": seek, "?": explain, j: () => move(1), k: () => move(-1) };
    return known[key] ? known[key]() : false;
  };

  const chord = (key) => {
    if (key === "k") return seek();
    return key === "enter" ? act() : false;
  };

  for (const button of document.querySelectorAll("form.step button.primary")) {
    button.setAttribute("aria-keyshortcuts", "Control+Enter");
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing || isAside()) return;
    const key = event.key.toLowerCase();
    const done = event.ctrlKey || event.metaKey
      ? chord(key)
      : letters() && !isTyping(event.target) && single(key);
    if (done) event.preventDefault();
  });
})();
