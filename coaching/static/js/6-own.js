/* What somebody writes for themselves stays in this browser: these fields have no name and stand in no form, so nothing sends them. */
document.querySelectorAll('[data-own]').forEach(own => {
  const part = own.closest('section');
  const boxes = own.querySelectorAll('textarea');
  const state = own.querySelector('[data-own-state]');
  const key = box => `own-${own.dataset.own}-${box.dataset.ownQuestion}`;
  try {
    boxes.forEach(box => { box.value = localStorage.getItem(key(box)) || ''; });
  } catch { state.textContent = state.dataset.failed; }
  own.hidden = false;
  part.querySelector('[data-without]').hidden = true;
  own.addEventListener('input', event => {
    event.target.after(state);
    try {
      localStorage.setItem(key(event.target), event.target.value);
      state.textContent = state.dataset.kept;
    } catch { state.textContent = state.dataset.failed; }
  });
  own.querySelector('[data-own-forget]').addEventListener('click', event => {
    boxes.forEach(box => { box.value = ''; localStorage.removeItem(key(box)); });
    say(state.textContent = event.target.dataset.forgotten);
  });
  part.querySelectorAll('[data-own-copy]').forEach(button => {
    const { form } = button;
    button.hidden = false;
    button.addEventListener('click', () => {
      const chosen = new FormData(form).get(button.dataset.ownCopy);
      const box = [...boxes].find(one => one.dataset.ownQuestion === chosen);
      if (box) form.querySelector('textarea').value = box.value;
    });
  });
});
