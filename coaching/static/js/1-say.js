/* Everything here makes a page nicer that works without it. What happened is said in one status region that is there from the start. */
const live = document.getElementById('live');
const say = words => {
  if (!live || !words) return;
  live.textContent = '';
  setTimeout(() => { live.textContent = words; }, 60);
};
const said = document.querySelector('.said');
if (said) say(said.textContent);
const mistakes = document.querySelector('[data-focus]');
if (mistakes) { mistakes.tabIndex = -1; mistakes.focus(); }
document.querySelectorAll('[data-print]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});
