/* global document, addEventListener, location, setTimeout, clearTimeout */
// The report is whole without this script. It adds the filter, opens what a link leads to, and unfolds for printing in
// browsers that cannot do so by style. It makes no element, reads no storage and asks for nothing.
(() => {
  'use strict';
  const form = document.getElementById('filter');
  const list = document.getElementById('all-findings');
  let clear = () => undefined;

  if (form !== null) {
    const text = document.getElementById('filter-text');
    const shown = document.getElementById('filter-count');
    const selects = [...form.querySelectorAll('select')];
    const total = shown.textContent;
    const most = 300; // A fold with more matches says how many and stays shut, so that the page stays quick.
    const opened = new Set();

    const holders = [...list.querySelectorAll('[data-control]')].map((element) => ({ element, rows: [] }));
    const holderOf = new Map(holders.map((holder) => [holder.element, holder]));
    const rows = [...list.querySelectorAll('tr[id]')].map((element) => {
      const near = element.closest('[data-control]');
      const row = {
        element,
        words: null,
        outcome: element.dataset.outcome,
        severity: element.dataset.severity,
        place: element.dataset.place,
        control: near.dataset.control,
        area: near.dataset.area,
        isShown: true,
      };
      holderOf.get(near).rows.push(row);
      return row;
    });

    const matches = (row, wanted, words) => {
      for (const [key, value] of wanted) if (row[key] !== value) return false;
      if (words.length === 0) return true;
      row.words ??= `${row.element.textContent} ${row.control}`.toLowerCase();
      return words.every((word) => row.words.includes(word));
    };

    const apply = () => {
      const wanted = selects.flatMap((select) => (select.value === '' ? [] : [[select.dataset.key, select.value]]));
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const isNarrowed = wanted.length + words.length > 0;
      let count = 0;
      for (const row of rows) {
        const isShown = matches(row, wanted, words);
        if (isShown) count += 1;
        if (isShown !== row.isShown) {
          row.isShown = isShown;
          row.element.hidden = !isShown;
        }
      }
      for (const { element, rows: own } of holders) {
        const hits = own.reduce((sum, row) => sum + (row.isShown ? 1 : 0), 0);
        // An article holds its open rows and perhaps a fold with more.
        element.hidden = hits === 0 && !(element.matches('article') && hasShownFold(element));
        if (!element.matches('details')) continue;
        element.querySelector('.hits').textContent = isNarrowed && hits > 0 ? ` (${hits} of ${own.length} match)` : '';
        const isWanted = isNarrowed && hits > 0 && hits <= most;
        if (isWanted && !element.open) opened.add(element);
        if (isWanted) element.open = true;
        else if (opened.delete(element)) element.open = false;
      }
      for (const table of list.querySelectorAll('article > table'))
        table.hidden = table.querySelector('tbody > tr:not([hidden])') === null;
      for (const group of list.querySelectorAll('.group'))
        group.hidden = group.querySelector('[data-control]:not([hidden])') === null;
      shown.textContent = isNarrowed ? `${count} of ${total} match` : total;
    };

    const hasShownFold = (article) => {
      const fold = article.querySelector('details.fold');
      return fold !== null && holderOf.get(fold).rows.some((row) => row.isShown);
    };

    let waiting;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    };
    clear = () => {
      form.reset();
      apply();
    };
    text.addEventListener('input', soon);
    for (const select of selects) select.addEventListener('change', apply);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(apply));
    form.hidden = false;
    // A browser may bring back what was typed before the page was loaded again.
    apply();
  }

  const follow = () => {
    let id;
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const target = id === '' ? null : document.getElementById(id);
    if (target === null) return;
    if (target.closest('[hidden]') !== null) clear();
    for (let fold = target.closest('details'); fold !== null; fold = fold.parentElement.closest('details'))
      fold.open = true;
    const answer = target.querySelector('details.answer');
    if (answer !== null) answer.open = true;
    target.scrollIntoView();
  };
  addEventListener('hashchange', follow);
  // The same link twice changes no hash.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link !== null && link.hash === location.hash) follow();
  });
  follow();

  let unfolded = [];
  addEventListener('beforeprint', () => {
    unfolded = [...document.querySelectorAll('details.print:not([open])')];
    for (const fold of unfolded) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of unfolded) fold.open = false;
  });
})();
