/* What somebody writes survives a lost connection: it stays in this tab until it was sent. The server keeps
 * it too, so this is only for words that did not get there. Nothing here is needed to ask a question. */
"use strict";
(() => {
  const form = document.getElementById("ask");
  const told = document.getElementById("connection");
  const box = form && form.querySelector("textarea");
  if (!box || !told) return;
  const key = "kennispact-draft";
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key) || "null");
  } catch {
    kept = null;
  }
  if (kept && kept.token === form.elements.token.value && kept.text.startsWith(box.value)) box.value = kept.text;
  else if (kept && !box.value && kept.unsent) box.value = kept.text;
  const keep = (unsent) => {
    try {
      sessionStorage.setItem(key, JSON.stringify({ token: form.elements.token.value, text: box.value, unsent }));
    } catch {
      return;
    }
  };
  box.addEventListener("input", () => keep(true));
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name) return;
    if (navigator.onLine === false) {
      event.preventDefault();
      told.hidden = false;
      return;
    }
    sessionStorage.removeItem(key);
  });
  document.body.addEventListener("htmx:sendError", () => (told.hidden = false));
  document.body.addEventListener("htmx:afterOnLoad", () => {
    told.hidden = true;
    keep(false);
  });
  window.addEventListener("online", () => {
    told.hidden = true;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
