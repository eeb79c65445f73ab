// Substring search over index files that are loaded on first use. Everything
// works without it: the page then lists all pages.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  if (!form) return;
  var input = form.querySelector("input");
  var list = document.getElementById("hits");
  var status = document.getElementById("search-status");
  var root = form.dataset.root;
  var parts = Number(form.dataset.parts);
  var entries = [];
  var loaded = 0;
  var started = false;
  var shown = 30;
  // A strict host lets only a policy say where a script comes from: from here,
  // and the name is a number.
  var policy = null;
  try {
    policy = window.trustedTypes && window.trustedTypes.createPolicy("xunli-search", {
      createScriptURL: function (number) { return Number(number) + ".js"; }
    });
  } catch (refused) { policy = null; }

  form.hidden = false;

  // Called by each index file.
  window.xunliIndex = function (more) {
    entries = entries.concat(more);
    loaded += 1;
    show();
    load();
  };

  function load() {
    if (loaded >= parts) return;
    var script = document.createElement("script");
    script.src = policy ? policy.createScriptURL(String(loaded)) : loaded + ".js";
    script.onerror = function () { loaded = parts; };
    document.head.appendChild(script);
  }

  // Full-width letters and digits are found as plain ones, 1,234 as 1234.
  function plain(text) {
    return text
      .replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/(\d),(?=\d{3})/g, "$1")
      .toLowerCase();
  }

  function terms() {
    return plain(input.value).split(/\s+/).filter(Boolean);
  }

  function mark(parent, text, words) {
    var low = text.toLowerCase();
    var at = 0;
    while (at < text.length) {
      var next = -1;
      var hit = "";
      words.forEach(function (word) {
        var found = low.indexOf(word, at);
        if (found >= 0 && (next < 0 || found < next)) { next = found; hit = word; }
      });
      if (next < 0) break;
      parent.append(text.slice(at, next));
      var element = document.createElement("mark");
      element.textContent = text.slice(next, next + hit.length);
      parent.append(element);
      at = next + hit.length;
    }
    parent.append(text.slice(at));
  }

  function context(text, word) {
    var at = plain(text).indexOf(word);
    if (at < 0) return text.slice(0, 60);
    var from = Math.max(0, at - 24);
    var to = Math.min(text.length, at + word.length + 50);
    return (from > 0 ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
  }

  function show() {
    list.textContent = "";
    var words = terms();
    if (!words.length) { status.textContent = ""; return; }
    var hits = entries
      .map(function (entry) {
        var title = plain(entry.t);
        var body = plain(entry.x);
        var score = 0;
        for (var i = 0; i < words.length; i++) {
          var inTitle = title.indexOf(words[i]) >= 0;
          if (!inTitle && body.indexOf(words[i]) < 0) return null;
          score += inTitle ? 10 : 1;
        }
        return { entry: entry, score: score };
      })
      .filter(Boolean)
      .sort(function (a, b) { return b.score - a.score; });
    status.textContent = hits.length
      ? form.dataset.hits.replace("{n}", hits.length)
      : loaded < parts ? "" : form.dataset.none;
    hits.slice(0, shown).forEach(function (hit) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = root + hit.entry.h;
      mark(link, hit.entry.t, words);
      var text = document.createElement("p");
      mark(text, (hit.entry.e ? hit.entry.e + " · " : "") + context(hit.entry.x, words[0]), words);
      item.append(link, text);
      list.append(item);
    });
    if (hits.length > shown) {
      var more = document.createElement("li");
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = form.dataset.more;
      button.addEventListener("click", function () { shown += 30; show(); });
      more.append(button);
      list.append(more);
    }
  }

  function begin() {
    if (!started) { started = true; load(); }
  }

  input.addEventListener("focus", begin);
  input.addEventListener("input", function () { shown = 30; begin(); show(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); begin(); show(); });
  list.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var links = Array.prototype.slice.call(list.querySelectorAll("a, button"));
    var next = links[links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
    event.preventDefault();
    (next || input).focus();
  });
  input.addEventListener("keydown", function (event) {
    var first = list.querySelector("a");
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });

  var asked = new URLSearchParams(location.search).get("q");
  if (asked) { input.value = asked; begin(); }
})();
