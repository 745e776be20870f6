/* What somebody writes survives a lost connection and a session that ended: it stays in this tab until the
 * server says that it was asked. The server keeps it too, so this is for what did not get there. It goes when
 * the tab closes, when the question was asked, and when somebody else signs in. Nothing here is needed to ask. */
"use strict";
(() => {
  const KEY = "kennispact-draft";
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "file", "token"]);
  const read = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null;
    }
  };
  const write = (kept) => {
    try {
      if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
      else sessionStorage.removeItem(KEY);
    } catch {
      return; /* a browser that keeps nothing: the server still does */
    }
  };
  const asked = document.querySelector('meta[name="kennispact-asked"]');
  let kept = read();
  if (asked && kept && asked.content.split(" ").includes(kept.token)) {
    write(null);
    kept = null;
  }
  const form = document.getElementById("ask");
  if (!form) return;
  const box = form.elements.text;
  const lost = document.getElementById("connection");
  const out = document.getElementById("signed-out");
  const owner = form.dataset.owner;

  const tell = (one) => [lost, out].forEach((other) => (other.hidden = other !== one));
  const typed = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!LEFT_OUT.has(name)) (fields[name] ??= []).push(value);
    return fields;
  };
  const keep = (unsent) => write({ owner, token: form.elements.token.value, fields: typed(), unsent });
  const restore = ({ token, fields }) => {
    form.elements.token.value = token;
    for (const field of form.elements) {
      if (!field.name || LEFT_OUT.has(field.name) || field.type === "submit") continue;
      const values = fields[field.name] ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
  };
  let edits = 0;
  let carried = 0;
  const again = () => box.dispatchEvent(new Event("kennispact:again"));

  if (form.dataset.arrived) keep(false);
  else if (kept && kept.owner !== owner) write(null);
  else if (kept && kept.fields.text[0] && (kept.unsent || kept.token !== form.elements.token.value)) {
    restore(kept);
    document.addEventListener("DOMContentLoaded", again); /* by then somebody listens */
  }
  form.addEventListener("input", () => {
    edits += 1;
    keep(true);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "anew") {
      write(null);
    } else if (navigator.onLine === false) {
      event.preventDefault();
      tell(lost);
    }
  });
  document.getElementById("stop").addEventListener("submit", () => write(null));
  addEventListener("beforeunload", (event) => {
    if (navigator.onLine === false && read()?.unsent) event.preventDefault();
  });
  addEventListener("online", again);
  document.body.addEventListener("htmx:beforeRequest", () => (carried = edits));
  document.body.addEventListener("htmx:sendError", () => tell(lost));
  document.body.addEventListener("htmx:responseError", () => tell(out));
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const came = new URL(event.detail.xhr.responseURL || location.href);
    if (came.pathname === event.detail.pathInfo.requestPath) return;
    event.detail.shouldSwap = false; /* the page to sign in, not what was asked for */
    tell(out);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    tell(null);
    keep(edits !== carried);
  });
})();
