/* Lists that filter while typing. Accents do not matter, and a list goes on being filtered after a part of the page was replaced. */
const plain = text => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const boxes = [...document.querySelectorAll('[data-filter]')];
const filtered = box => {
  const words = plain(box.value).split(/\s+/);
  const list = document.getElementById(box.dataset.filter);
  const rows = list ? [...list.querySelectorAll('[data-q]')] : [];
  rows.forEach(row => { row.hidden = !words.every(word => plain(row.dataset.q).includes(word)); });
  return rows.filter(row => !row.hidden).length;
};
const filter = () => boxes.forEach(filtered);

boxes.forEach(box => {
  let pause = 0;
  box.form.hidden = false;
  box.form.addEventListener('submit', event => event.preventDefault());
  box.addEventListener('input', () => {
    const count = filtered(box);
    clearTimeout(pause);
    pause = setTimeout(() => say(live.dataset.shown.replace('#', count)), 500);
  });
});
filter();
