/* A list that filters while typing; accents do not matter, and it goes on filtering after a part of the page was replaced. */
const plain = text => text.toLocaleLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
const box = document.querySelector('[data-filter]');
const filter = () => {
  if (!box) return 0;
  const wanted = plain(box.value.trim());
  let count = 0;
  document.querySelectorAll(`#${box.dataset.filter} [data-q]`).forEach(row => {
    row.hidden = !plain(row.dataset.q).includes(wanted);
    if (!row.hidden) count += 1;
  });
  return count;
};
if (box) {
  box.form.hidden = false;
  box.form.addEventListener('submit', event => event.preventDefault());
  box.addEventListener('input', () => say(`${filter()} ${live.dataset.shown}`));
  filter();
}
