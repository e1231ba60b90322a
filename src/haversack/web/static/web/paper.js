// Where on the page does the line stand that is being looked at? It is marked, and brought into view.
(() => {
  "use strict";
  const marks = new Map([...document.querySelectorAll("[data-at]")].map((mark) => [mark.dataset.at, mark]));
  let now = null;
  const show = (event) => {
    const line = event.target.closest("[data-line]");
    const mark = line && marks.get(line.dataset.line);
    if (!mark || mark === now) return;
    if (now) now.classList.remove("now");
    mark.classList.add("now");
    now = mark;
    const frame = mark.closest(".card");
    const place = mark.getBoundingClientRect();
    const shown = frame.getBoundingClientRect();
    if (place.top < shown.top || place.bottom > shown.bottom)
      frame.scrollTop += place.top - shown.top - shown.height / 3;
  };
  document.addEventListener("focusin", show);
  document.addEventListener("pointerover", show);
})();
