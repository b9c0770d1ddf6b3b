// Conveniences for tables of rows; without this file every button still works by the server.
"use strict";

(() => {
  const cellsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];

  const renumber = (row, path, place) => {
    row.querySelector(".place").textContent = String(place + 1);
    row.classList.remove("wrong");
    for (const cell of row.querySelectorAll("input, select")) {
      const column = cell.name.slice(path.length + 1).replace(/^[0-9]+\./, "");
      cell.name = `${path}.${place}.${column}`;
      cell.id = `f-${cell.name.replaceAll(".", "-")}`;
      const note = cell.parentElement.querySelector(".note");
      if (note) note.id = `${cell.id}-note`;
    }
  };

  // Another row, or none where the table has all that it takes.
  const addRow = (table) => {
    const path = table.dataset.rows;
    const rows = table.tBodies[0].rows;
    if (rows.length >= Number(table.dataset.most || Infinity)) return null;
    const last = rows[rows.length - 1];
    if (!last || !last.querySelector("input, select")) return null;
    const row = last.cloneNode(true);
    for (const mistake of row.querySelectorAll(".mistake")) mistake.remove();
    for (const note of row.querySelectorAll(".note")) note.textContent = "";
    for (const cell of cellsOf(row)) {
      cell.removeAttribute("aria-invalid");
      if (cell.type === "checkbox") cell.checked = cell.defaultChecked;
      else if (cell.tagName === "INPUT") cell.value = "";
    }
    table.tBodies[0].append(row);
    renumber(row, path, rows.length - 1);
    return row;
  };

  // A row is taken out; the rows below it move up, and the last one is only emptied.
  const dropRow = (table, row) => {
    const rows = [...table.tBodies[0].rows];
    if (rows.length === 1) {
      for (const cell of cellsOf(row)) if (cell.tagName === "INPUT") cell.value = "";
      return row;
    }
    const next = rows[row.sectionRowIndex + 1] || rows[row.sectionRowIndex - 1];
    row.remove();
    [...table.tBodies[0].rows].forEach((left, place) => {
      const wrong = left.classList.contains("wrong");
      renumber(left, table.dataset.rows, place);
      left.classList.toggle("wrong", wrong);
    });
    return next;
  };

  // What was written by the script is a change like any other: the form is looked at again.
  const tell = (cell) => cell.dispatchEvent(new Event("change", { bubbles: true }));

  const moved = (table, cell, by) => {
    const row = cell.closest("tr");
    const to = table.tBodies[0].rows[row.sectionRowIndex + by];
    const cells = to && cellsOf(to);
    return cells && cells[cellsOf(row).indexOf(cell)];
  };

  const fill = (cell, text) => {
    const typed = text.trim();
    if (cell.type === "checkbox") {
      cell.checked = /^(1|x|sí|si|true)$/i.test(typed);
    } else if (cell.tagName === "SELECT") {
      const wanted = typed.toLowerCase();
      const meant = [...cell.options].find(
        (option) => option.value === typed || option.text.trim().toLowerCase() === wanted,
      );
      if (meant) cell.value = meant.value;
    } else {
      cell.value = typed;
    }
  };

  const paste = (table, target, text) => {
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
    const body = table.tBodies[0];
    let row = target.closest("tr");
    const from = cellsOf(row).indexOf(target);
    for (const line of lines) {
      if (!row) row = addRow(table);
      if (!row) return;
      const cells = cellsOf(row).slice(from);
      line.split("\t").forEach((value, place) => cells[place] && fill(cells[place], value));
      row = body.rows[row.sectionRowIndex + 1] || null;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more-rows]");
    if (!button) return;
    const table = document.querySelector(`table[data-rows="${button.dataset.moreRows}"]`);
    const row = table && addRow(table);
    if (!row) return;
    event.preventDefault();
    cellsOf(row)[0].focus();
  });

  document.addEventListener("paste", (event) => {
    const table = event.target.closest("table[data-rows]");
    const text = event.clipboardData.getData("text/plain");
    if (!table || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    paste(table, event.target, text);
    tell(event.target);
  });

  document.addEventListener("keydown", (event) => {
    const table = event.target.closest("table[data-rows]");
    if (!table) return;
    const row = event.target.closest("tbody tr");
    const grows = document.querySelector(`[data-more-rows="${table.dataset.rows}"]`);
    let to = null;
    if (event.altKey && event.key.toLowerCase() === "n" && grows) {
      const added = addRow(table);
      to = added && cellsOf(added)[0];
    } else if (event.altKey && event.key === "Delete" && grows && row) {
      to = cellsOf(dropRow(table, row))[0];
      tell(to);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const busy = event.altKey || event.target.tagName === "SELECT"
        || event.target.getAttribute("aria-expanded") === "true";
      if (!busy && row) to = moved(table, event.target, event.key === "ArrowDown" ? 1 : -1);
    }
    if (!to) return;
    event.preventDefault();
    to.focus();
    if (to.select && to.type !== "checkbox") to.select();
  });

  const errors = document.getElementById("errores");
  if (errors) errors.focus();
})();
