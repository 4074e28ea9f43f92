/* A form with data-swap replaces one part of the page (the element with that id) instead of all of it; an answer with data-parts
   replaces only what it brings in there, each with data-part and an id.
   Buttons are known by data-k: the busy and the failed stay so when their part is replaced, and so does the focus.
   An answer that a later tap has overtaken is not shown; where taps crossed, the page is asked for once more when all are answered,
   because the server may have taken them in another order. */
const PATIENCE = 20000;
const marks = new Map();
let asked = 0;
let shown = 0;
let open = 0;
let crossed = false;

const keyed = (key, within = document) => [...within.querySelectorAll('[data-k]')].find(one => one.dataset.k === key);

const paint = () => marks.forEach((mark, key) => {
  const button = keyed(key);
  if (!button) return;
  if (mark === 'busy') button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
  const form = button.form;
  let words = form.querySelector('.retry');
  if (mark === 'failed' && !words) {
    words = document.createElement('p');
    words.className = 'retry';
    words.textContent = live.dataset.failed;
    form.append(words);
  }
  if (words) words.hidden = mark !== 'failed';
});

const marked = (key, mark) => {
  marks.set(key, mark);
  paint();
  if (!mark) marks.delete(key);
};

const swap = (id, answer) => {
  const fresh = answer.getElementById(id);
  const stale = document.getElementById(id);
  if (!fresh || !stale) return null;
  const key = stale.contains(document.activeElement) ? document.activeElement.dataset.k : '';
  const brought = fresh.dataset.parts === undefined ? [] : fresh.querySelectorAll('[data-part]');
  if (!brought.length) stale.replaceWith(fresh);
  brought.forEach(part => { const old = document.getElementById(part.id); if (old) old.replaceWith(part); });
  const control = key && keyed(key);
  if (control) control.focus();
  paint();
  filter();
  return fresh;
};

const told = (fresh, answer) => {
  const words = answer.querySelector('#live .note');
  return fresh.dataset.say || (words && words.textContent.trim()) || live.dataset.saved;
};

const ask = (address, how = {}) => {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE);
  return fetch(address, { signal: patience.signal, ...how });
};
const read = async answer => new DOMParser().parseFromString(await answer.text(), 'text/html');

const refresh = async id => {
  const now = asked;
  try {
    const answer = await ask(window.location.href);
    if (answer.ok && now === asked) swap(id, await read(answer));
  } catch { /* what is shown stays */ }
};

const post = async (form, button, key) => {
  const id = form.dataset.swap;
  const sent = new FormData(form);
  if (button && button.name) sent.append(button.name, button.value);
  const body = form.enctype === 'multipart/form-data' ? sent : new URLSearchParams(sent);
  const mine = ++asked;
  const answer = await ask(form.action, { method: 'POST', body, headers: { 'X-Fragment': id, Accept: 'text/html' } });
  if (answer.status >= 400 && answer.status < 429) {
    form.removeAttribute('data-swap');
    form.requestSubmit(button);
    return;
  }
  if (!answer.ok) throw new Error(answer.status);
  const page = await read(answer);
  marked(key, '');
  if (mine < shown) return;
  shown = mine;
  const fresh = swap(id, page);
  if (!fresh) window.location.assign(answer.redirected ? answer.url : window.location.href);
  else say(told(fresh, page));
  if (form.isConnected) form.reset();
};

document.addEventListener('submit', async event => {
  const form = event.target;
  if (!form.dataset.swap || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter || form.querySelector('button');
  const key = button.dataset.k || (button.dataset.k = form.action);
  if (marks.get(key) === 'busy') return;
  const id = form.dataset.swap;
  crossed = open > 0 || crossed;
  open += 1;
  marked(key, 'busy');
  try {
    await post(form, button, key);
  } catch {
    marked(key, 'failed');
    say(live.dataset.failed);
  }
  open -= 1;
  if (crossed && !open) {
    crossed = false;
    refresh(id);
  }
});
