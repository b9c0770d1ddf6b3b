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
    }
  };

  const addRow = (table) => {
    const path = table.dataset.rows;
    const rows = table.tBodies[0].rows;
    const last = rows[rows.length - 1];
    if (!last || !last.querySelector("input, select")) return null;
    const row = last.cloneNode(true);
    for (const mistake of row.querySelectorAll(".mistake")) mistake.remove();
    for (const cell of cellsOf(row)) {
      cell.removeAttribute("aria-invalid");
      if (cell.type === "checkbox") cell.checked = cell.defaultChecked;
      else if (cell.tagName === "INPUT") cell.value = "";
    }
    table.tBodies[0].append(row);
    renumber(row, path, rows.length - 1);
    return row;
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
  });

  const errors = document.getElementById("errores");
  if (errors) errors.focus();
})();
