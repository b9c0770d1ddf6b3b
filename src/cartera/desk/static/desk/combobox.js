// Suggestions under a field while one types; without this file the field has its plain list.
"use strict";

(() => {
  const box = document.createElement("ul");
  box.className = "suggestions";
  box.id = "sugerencias";
  box.setAttribute("role", "listbox");
  box.hidden = true;
  document.body.append(box);

  let owner = null;
  let waiting = 0;
  let asked = null;

  const isField = (target) => target instanceof Element && target.matches("input[data-suggest]");
  const options = () => [...box.children];
  const chosen = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  const close = () => {
    box.hidden = true;
    clearTimeout(waiting);
    if (asked) asked.abort();
    if (!owner) return;
    owner.setAttribute("aria-expanded", "false");
    owner.removeAttribute("aria-activedescendant");
    owner = null;
  };

  const mark = (place) => {
    options().forEach((one, n) => one.setAttribute("aria-selected", String(n === place)));
    const one = options()[place];
    if (!one) return;
    owner.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  };

  const pick = (one) => {
    const field = owner;
    field.value = one.dataset.code;
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (field, found) => {
    if (document.activeElement !== field) return;
    box.replaceChildren(
      ...found.map(({ code, name }, place) => {
        const one = document.createElement("li");
        const note = document.createElement("small");
        one.id = `sugerencia-${place}`;
        one.dataset.code = code;
        one.setAttribute("role", "option");
        one.setAttribute("aria-selected", "false");
        note.textContent = code;
        one.append(name, " ", note);
        return one;
      }),
    );
    owner = field;
    box.setAttribute("aria-label", field.getAttribute("aria-label") || field.name);
    box.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!box.hidden));
    const at = field.getBoundingClientRect();
    box.style.left = `${Math.max(4, at.left)}px`;
    box.style.top = `${at.bottom + 2}px`;
  };

  const ask = async (field) => {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const address = `${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) show(field, (await answer.json()).found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  document.addEventListener("focusin", ({ target }) => {
    if (!isField(target) || target.role === "combobox") return;
    target.removeAttribute("list");
    target.setAttribute("role", "combobox");
    target.setAttribute("aria-autocomplete", "list");
    target.setAttribute("aria-expanded", "false");
    target.setAttribute("aria-controls", box.id);
  });

  document.addEventListener("input", ({ target }) => {
    if (!isField(target)) return;
    clearTimeout(waiting);
    if (!target.value.trim()) close();
    else waiting = setTimeout(() => ask(target), 180);
  });

  document.addEventListener("keydown", (event) => {
    if (!isField(event.target) || box.hidden) return;
    const last = options().length - 1;
    const at = chosen();
    if (event.key === "ArrowDown") mark(at < last ? at + 1 : 0);
    else if (event.key === "ArrowUp") mark(at > 0 ? at - 1 : last);
    else if (event.key === "Enter" && at >= 0) pick(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  box.addEventListener("mousedown", (event) => {
    const one = event.target.closest("[role=option]");
    event.preventDefault();
    if (one) pick(one);
  });

  document.addEventListener("focusout", ({ target }) => {
    if (isField(target)) close();
  });
  document.addEventListener("scroll", ({ target }) => {
    if (target !== box) close();
  }, true);
})();
