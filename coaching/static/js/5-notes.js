/* Notes are kept while somebody writes: three seconds after the last letter, and when the page is left. Whoever comes second is shown
   the other words beside the own ones, which stay as they are typed; then they choose what to keep, or both are kept when they leave. */
document.querySelectorAll('[data-autosave]').forEach(form => {
  const state = form.querySelector('[data-state]');
  let pause = 0;
  let busy = false;
  let dirty = false;
  let last = '';
  const tell = words => {
    state.textContent = words;
    const under = document.getElementById(last)?.querySelector('[data-saved]');
    if (under) under.textContent = words;
  };
  const taken = (page, sent) => page.querySelectorAll('[data-note]').forEach(fresh => {
    const old = document.getElementById(fresh.id);
    const box = old.querySelector('textarea');
    const theirs = fresh.querySelector('textarea');
    const is = document.activeElement === box;
    if (fresh.dataset.note || old.dataset.note) {
      theirs.value = fresh.dataset.note || box.value !== sent.get(box.name) ? box.value : theirs.value;
      old.replaceWith(fresh);
      if (is) theirs.focus();
      return;
    }
    old.querySelector('[data-saved]').textContent = fresh.querySelector('[data-saved]').textContent;
    old.querySelector('[type=hidden]').value = fresh.querySelector('[type=hidden]').value;
    if (!is && box.value === sent.get(box.name)) box.value = theirs.value;
  });
  const save = async leaving => {
    clearTimeout(pause);
    if (busy || !dirty || (leaving !== true && form.querySelector('[data-note=clash]'))) return;
    busy = true;
    dirty = false;
    const sent = new URLSearchParams(new FormData(form));
    try {
      const answer = await ask(form.action, { method: 'POST', body: sent, keepalive: leaving === true, headers: { 'X-Fragment': 'notes', Accept: 'text/html' } });
      if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(answer.status);
      const page = await read(answer);
      const wrong = page.querySelector('.err');
      state.textContent = (wrong || page.querySelector('[data-state]')).textContent;
      if (wrong) say(state.textContent);
      taken(page, sent);
    } catch {
      dirty = true;
      tell(state.dataset.failed);
      pause = setTimeout(save, 10000);
    }
    busy = false;
    if (dirty && state.textContent !== state.dataset.failed) save();
  };
  form.addEventListener('input', event => {
    if (event.target.type === 'radio') return;
    dirty = true;
    last = event.target.closest('[data-note]').id;
    clearTimeout(pause);
    if (form.querySelector('[data-note=clash]')) return;
    tell(state.dataset.dirty);
    pause = setTimeout(save, 3000);
  });
  form.addEventListener('submit', () => { clearTimeout(pause); dirty = false; });
  addEventListener('pagehide', () => save(true));
});
