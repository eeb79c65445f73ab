// The preview's part in a page: loads it again when the site changed, keeps
// the reader's place, and shows what was found. Not in built pages.
(() => {
  "use strict";
  const generation = document.currentScript.dataset.generation;
  const PLACE = "xunli-place";
  const CLOSED = "xunli-closed";

  // Storage may be forbidden; then nothing is remembered, and all else works.
  const recall = (key) => {
    try { return sessionStorage.getItem(key); } catch { return null; }
  };
  const remember = (key, value) => {
    try { sessionStorage.setItem(key, value); } catch { /* forbidden */ }
  };
  const forget = (key) => {
    try { sessionStorage.removeItem(key); } catch { /* forbidden */ }
  };

  // The place on the page, across the reload that we make ourselves.
  const address = location.pathname + location.search;
  const reload = () => {
    remember(PLACE, JSON.stringify([address, scrollX, scrollY]));
    location.reload();
  };
  const goBack = () => {
    let place = null;
    try { place = JSON.parse(recall(PLACE)); } catch { /* not ours */ }
    forget(PLACE);
    if (!Array.isArray(place) || place[0] !== address) return;
    const go = () => scrollTo({ left: place[1], top: place[2], behavior: "instant" });
    go();
    // Once more when everything has its size, unless the reader moved on.
    let moved = false;
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    addEventListener("load", () => { if (!moved) go(); }, { once: true });
  };

  const copy = async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    } catch {
      // No clipboard: mark the text, so that one key copies it.
      getSelection().selectAllChildren(button.previousElementSibling);
    }
  };

  // The panel stands in a shadow tree: the theme's styles stay out of it, and
  // its own stay in. It is fixed to the window and follows the page in order.
  const overlay = () => {
    const host = document.createElement("div");
    host.hidden = true;
    const root = host.attachShadow({ mode: "open" });
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/_xunli/preview.css";
    const body = document.createElement("div");
    root.append(style, body);
    style.addEventListener("load", () => { host.hidden = false; });
    document.documentElement.append(host);

    let report = null;
    const open = (isOpen, byReader) => {
      const box = body.firstElementChild;
      if (!box) return;
      box.classList.toggle("open", isOpen);
      const pill = box.querySelector(".pill");
      pill.setAttribute("aria-expanded", String(isOpen));
      if (!byReader) return;
      if (isOpen) forget(CLOSED); else remember(CLOSED, report);
      (isOpen ? box.querySelector(".close") : pill).focus();
    };
    body.addEventListener("click", (event) => {
      if (event.target.closest(".close")) open(false, true);
      else if (event.target.closest(".pill")) open(true, true);
      else copy(event);
    });
    addEventListener("keydown", (event) => {
      const isOpen = body.firstElementChild?.classList.contains("open");
      if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        open(false, true);
      }
    });
    return (state) => {
      if (state.report === report) return;
      report = state.report;
      // Written and escaped by the server; the page's policy allows no script
      // in it either.
      body.innerHTML = state.panel;
      // Errors show themselves; warnings wait as a count.
      open(state.errors > 0 && recall(CLOSED) !== report, false);
    };
  };

  // Only pages that are looked at hold a connection: browsers have six for
  // one host, and a seventh page would wait for ever.
  let source = null;
  const listen = (show) => {
    if (source || document.hidden) return;
    source = new EventSource("/_xunli/events");
    source.onmessage = (event) => {
      const state = JSON.parse(event.data);
      if (state.generation !== generation) {
        leave();
        reload();
      } else {
        show(state);
      }
    };
    // The browser tries again by itself, unless it was refused.
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) {
        leave();
        setTimeout(listen, 1000, show);
      }
    };
  };
  const leave = () => {
    source?.close();
    source = null;
  };

  goBack();
  if (document.body.classList.contains("stand-in")) {
    document.addEventListener("click", copy);
  }
  const show = overlay();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) leave(); else listen(show);
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", () => listen(show));
  listen(show);
})();
