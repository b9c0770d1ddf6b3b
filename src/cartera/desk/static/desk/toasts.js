// What can be undone no longer stops saying that it can; without this file the server says so.
"use strict";

(() => {
  const fade = () => {
    for (const toast of document.querySelectorAll("[data-fades]:not([data-fading])")) {
      toast.dataset.fading = "";
      const seconds = Number(toast.dataset.fades);
      setTimeout(() => toast.contains(document.activeElement) || toast.remove(), seconds * 1000);
    }
  };
  document.addEventListener("htmx:afterSettle", fade);
  document.addEventListener("htmx:oobAfterSwap", fade);
  fade();
})();
