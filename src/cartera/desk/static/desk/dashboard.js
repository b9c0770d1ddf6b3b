// The tablero asks for itself every minute, only while somebody looks at it and is not in the
// midst of it: what has the focus or is open stays as it is.
(() => {
  "use strict";
  const MINUTE = 60000;
  const busy = (board) =>
    document.hidden ||
    board.contains(document.activeElement) ||
    board.querySelector("details[open]");
  setInterval(() => {
    const board = document.querySelector("#tablero[data-refreshes]");
    if (board && !busy(board)) board.dispatchEvent(new CustomEvent("tablero"));
  }, MINUTE);
})();
