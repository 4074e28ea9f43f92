/* What somebody writes into a form with data-draft is kept in this browser until it is saved, under that name. Where the network fails,
   the page says so, keeps it, and sends it again. What the server has taken is sent once more as any form is, so that its answer, with what
   it says only once, is the page that is shown: the form's own key lets the server take it once. */
const PREFIX = 'draft:';
const PATIENCE = 20000;
const ask = (address, how) => fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...how });
const draft = document.querySelector('form[data-draft]');
const kept = name => { try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; } };
const forget = name => { try { localStorage.removeItem(PREFIX + name); } catch { /* nothing was kept */ } };
document.querySelectorAll('[data-draft-done]').forEach(done => forget(done.dataset.draftDone));

if (draft) {
  const name = draft.dataset.draft;
  const told = document.createElement('p');
  told.className = 'note';
  told.hidden = true;
  draft.prepend(told);
  const aloud = document.querySelector('#live .vh');
  const tell = words => { told.textContent = words; told.hidden = !words; if (aloud) aloud.textContent = words; };

  const keep = () => {
    const pairs = [...new FormData(draft)].filter(([, value]) => typeof value === 'string');
    try { localStorage.setItem(PREFIX + name, JSON.stringify(pairs)); } catch { /* a full or closed store: the page itself still holds it */ }
  };

  const restore = pairs => {
    const values = new Map();
    pairs.forEach(([key, value]) => values.set(key, [...(values.get(key) || []), value]));
    [...draft.elements].forEach(control => {
      if (!control.name) return;
      const mine = values.get(control.name) || [];
      if (control.type === 'checkbox' || control.type === 'radio') control.checked = mine.includes(control.value);
      else if (mine.length) [control.value] = mine;
      if (['date', 'time'].includes(control.type) && mine[0] && !control.value) {
        control.type = 'text'; // words that are no day are kept as words
        [control.value] = mine;
      }
    });
    draft.querySelectorAll('details').forEach(part => {
      if ([...part.querySelectorAll('input, textarea')].some(one => (one.type === 'checkbox' ? one.checked : one.value))) part.open = true;
    });
  };

  const before = kept(name);
  if (before && !draft.querySelector('[aria-invalid]')) {
    restore(before);
    tell(draft.dataset.found);
  }
  draft.addEventListener('input', keep);
  draft.addEventListener('change', keep);

  let sending = false;
  const send = async () => {
    if (sending) return;
    sending = true;
    try {
      const answer = await ask(draft.action, {
        method: 'POST', redirect: 'manual', body: new URLSearchParams(new FormData(draft)), headers: { Accept: 'text/html' },
      });
      if (answer.status >= 500) throw new Error(answer.status);
      draft.submit();
    } catch {
      tell(draft.dataset.kept);
      setTimeout(send, PATIENCE);
    } finally {
      sending = false;
    }
  };
  draft.addEventListener('submit', event => {
    event.preventDefault();
    keep();
    send();
  });
  window.addEventListener('online', () => { if (!told.hidden && told.textContent === draft.dataset.kept) send(); });
}
