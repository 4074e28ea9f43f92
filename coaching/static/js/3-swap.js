/* A form with data-swap replaces one part of the page instead of the whole. Only the tapped button is busy, the focus stays where it
   was, and an answer that was overtaken by a later one is not shown. Where the network fails the page says so and nothing changes. */
let asked = 0;
let shown = 0;
const failed = form => {
  form.classList.add('failed');
  let words = form.querySelector('.retry');
  if (!words) {
    words = document.createElement('p');
    words.className = 'retry';
    form.append(words);
  }
  words.textContent = live.dataset.failed;
  say(live.dataset.failed);
};
const swap = (id, text) => {
  const answer = new DOMParser().parseFromString(text, 'text/html');
  const fresh = answer.getElementById(id);
  const stale = document.getElementById(id);
  if (!fresh || !stale) return false;
  const key = document.activeElement && document.activeElement.dataset.k;
  stale.replaceWith(fresh);
  if (key) {
    const control = [...fresh.querySelectorAll('[data-k]')].find(one => one.dataset.k === key);
    if (control) control.focus();
  }
  filter();
  say(fresh.dataset.say || live.dataset.saved);
  return true;
};
document.addEventListener('submit', async event => {
  const form = event.target.closest('form[data-swap]');
  if (!form || event.defaultPrevented) return;
  const button = event.submitter;
  event.preventDefault();
  if (button && button.getAttribute('aria-busy')) return;
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.append(button.name, button.value);
  if (button) button.setAttribute('aria-busy', 'true');
  const mine = ++asked;
  try {
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Fragment': form.dataset.swap, Accept: 'text/html' } });
    if (answer.status === 422 || answer.status === 409 || answer.redirected) { form.removeAttribute('data-swap'); form.requestSubmit(button); return; }
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (mine > shown) {
      shown = mine;
      if (!swap(form.dataset.swap, text)) window.location.reload();
    }
  } catch (error) {
    failed(form);
  }
  if (button) button.removeAttribute('aria-busy');
});
