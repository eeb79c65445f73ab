// Tells readers that a link leaves the site. Without this script, or in a
// browser without <dialog>, the link simply leads there.
(() => {
  'use strict';
  const dialog = document.getElementById('leave');
  if (!dialog || !dialog.showModal) return;
  const go = dialog.querySelector('.go');
  const where = dialog.querySelector('.where');
  // Browsers know Chinese names of hosts in their coded form only.
  const coded = (name) => URL.canParse?.(`http://${name}/`) ? new URL(`http://${name}/`).hostname : name;
  const allowed = dialog.dataset.allow.split(' ').filter(Boolean).map(coded);
  const isAllowed = (host) => allowed.some((name) => host === name || host.endsWith('.' + name));

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href]');
    if (!link || event.defaultPrevented) return;
    if (link === go) {
      dialog.close();
      return;
    }
    const leaves = (link.protocol === 'http:' || link.protocol === 'https:') && link.host !== location.host;
    if (!leaves || isAllowed(link.hostname)) return;
    event.preventDefault();
    go.href = link.href;
    go.rel = 'noopener noreferrer';
    where.textContent = link.href;
    dialog.showModal();
  });
  dialog.querySelector('button').addEventListener('click', () => dialog.close());
})();
