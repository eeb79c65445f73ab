// What only a script can add; every page is complete without it.
// Runs from a disk too: no modules, no requests, and storage may refuse.
(function () {
  'use strict';
  var root = document.documentElement;
  var zh = root.lang.slice(0, 2) === 'zh';

  function recall(key) {
    try { return localStorage.getItem('xunli-' + key); } catch (refused) { return null; }
  }
  function remember(key, value) {
    try {
      if (value === null) localStorage.removeItem('xunli-' + key);
      else localStorage.setItem('xunli-' + key, value);
    } catch (refused) { /* a private window */ }
  }

  // 大字、高对比: the switches work by style sheet alone; here they are remembered.
  ['large', 'contrast'].forEach(function (name) {
    var box = document.getElementById('display-' + name);
    if (!box) return;
    box.checked = recall(name) === '1';
    box.addEventListener('change', function () { remember(name, box.checked ? '1' : null); });
  });

  // 深色、浅色.
  var theme = recall('theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  var panel = document.querySelector('.display fieldset');
  if (panel) {
    var button = document.createElement('button');
    button.type = 'button';
    var dark = function () {
      return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    };
    var label = function () {
      button.textContent = dark() ? (zh ? '◐ 改为浅色' : '◐ Light') : (zh ? '◐ 改为深色' : '◐ Dark');
    };
    button.addEventListener('click', function () {
      root.dataset.theme = dark() ? 'light' : 'dark';
      remember('theme', root.dataset.theme);
      label();
    });
    label();
    panel.append(button);
  }

  // A photo shown large closes with Escape, and the reader stays where the photo stands.
  document.addEventListener('click', function (event) {
    var close = event.target.closest && event.target.closest('.photo .close');
    if (close) { event.preventDefault(); shut(close.parentElement); }
  });
  document.addEventListener('keydown', function (event) {
    var photo = event.key === 'Escape' && document.querySelector('.photo:target');
    if (photo) shut(photo);
    var open = event.key === 'Escape' && document.querySelector('.display[open]');
    if (open) { open.open = false; open.querySelector('summary').focus(); }
  });
  function shut(photo) {
    location.hash = '_';
    history.replaceState(null, '', location.href.replace(/#.*$/, ''));
    photo.scrollIntoView({ block: 'center', behavior: 'instant' });
    photo.querySelector('.open').focus({ preventScroll: true });
  }

  // Tables by any column: numbers by their exact value, gaps last.
  document.querySelectorAll('table[data-sortable]').forEach(function (table) {
    var heads = table.tHead.rows[0].cells;
    Array.prototype.forEach.call(heads, function (head, column) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'sorter';
      button.textContent = head.textContent;
      head.textContent = '';
      head.append(button);
      button.addEventListener('click', function () { sort(table, heads, column); });
    });
  });
  function sort(table, heads, column) {
    var down = heads[column].getAttribute('aria-sort') === 'descending';
    Array.prototype.forEach.call(heads, function (head) { head.removeAttribute('aria-sort'); });
    heads[column].setAttribute('aria-sort', down ? 'ascending' : 'descending');
    var body = table.tBodies[0];
    var rows = Array.prototype.map.call(body.rows, function (row) {
      var cell = row.cells[column];
      var text = cell.textContent.trim();
      var exact = cell.dataset.exact || (cell.classList.contains('number') ? text.replace(/,/g, '') : '');
      return { row: row, text: text, number: exact === '' ? NaN : parseFloat(exact.replace('−', '-')) };
    });
    var byNumber = rows.some(function (r) { return !isNaN(r.number); });
    rows.sort(function (a, b) {
      if (byNumber) {
        if (isNaN(a.number) || isNaN(b.number)) return isNaN(a.number) - isNaN(b.number);
        return down ? a.number - b.number : b.number - a.number;
      }
      if (!a.text || !b.text) return !a.text - !b.text;
      return a.text.localeCompare(b.text, root.lang) * (down ? -1 : 1);
    });
    rows.forEach(function (r) { body.append(r.row); });
  }

  // The figures of a large edition stand on the counties' pages: an address on
  // its data page, from when they stood there, leads on.
  var moved = document.querySelector('[data-moved]');
  var wanted = '';
  try {
    wanted = decodeURIComponent(location.hash.slice(1));
  } catch (broken) {
    // An address that says `100%` names nothing.
  }
  if (moved && wanted && !document.getElementById(wanted)) {
    moved.querySelectorAll('a[id]').forEach(function (link) {
      if (wanted.indexOf(link.id + '-') === 0) location.replace(link.href.split('#')[0] + '#' + wanted);
    });
  }
})();
