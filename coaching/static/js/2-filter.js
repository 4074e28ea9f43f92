/* Lists that filter while typing. Accents do not matter, and a list goes on being filtered after a part of the page was replaced.
   What has data-group goes when none of its rows is left; what has data-none comes when no row is left at all, and is read aloud. */
const plain = text => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const boxes = [...document.querySelectorAll('[data-filter]')];
const rows = within => [...within.querySelectorAll('[data-q]')];
const left = within => rows(within).filter(row => !row.hidden).length;
const filtered = box => {
  const words = plain(box.value).split(/\s+/);
  const list = document.getElementById(box.dataset.filter);
  if (!list) return '';
  rows(list).forEach(row => { row.hidden = !words.every(word => plain(row.dataset.q).includes(word)); });
  list.querySelectorAll('[data-group]').forEach(group => { group.hidden = !left(group); });
  const none = list.querySelector('[data-none]');
  const count = left(list);
  if (none) none.hidden = count > 0;
  return none && !count ? none.textContent : live.dataset.shown.replace('#', count);
};
const filter = () => boxes.forEach(filtered);

boxes.forEach(box => {
  let pause = 0;
  box.form.hidden = false;
  box.form.addEventListener('submit', event => event.preventDefault());
  box.addEventListener('input', () => {
    const words = filtered(box);
    clearTimeout(pause);
    pause = setTimeout(() => say(words), 500);
  });
});
filter();
