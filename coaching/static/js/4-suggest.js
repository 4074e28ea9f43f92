/* Names that are known already, offered while somebody types into a field with data-suggest; the browser shows the list in its own way. */
document.querySelectorAll('[data-suggest]').forEach(box => {
  const names = document.createElement('datalist');
  let pause = 0;
  names.id = `${box.id}-names`;
  box.after(names);
  box.setAttribute('list', names.id);
  box.addEventListener('input', () => {
    const typed = box.value;
    clearTimeout(pause);
    if (typed.trim().length > 1) pause = setTimeout(async () => {
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        if (answer.ok && box.value === typed) names.replaceChildren(...(await answer.json()).map(one => new Option(one.place, one.name)));
      } catch { /* whoever types goes on without */ }
    }, 200);
  });
});
