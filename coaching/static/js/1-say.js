/* Everything in this script makes a page nicer that works without it.
   What happened is said in the one status region that is there from the start; the words of the page before are said once more,
   because a region that comes with words in it is not read aloud. */
const live = document.getElementById('live');
const say = words => {
  const place = live && live.querySelector('.vh');
  if (!place || !words) return;
  place.textContent = '';
  setTimeout(() => { place.textContent = words; }, 80);
};
const note = live && live.querySelector('.note');
if (note) setTimeout(() => { note.textContent = note.textContent.trim(); }, 300);

const mistakes = document.querySelector('[data-focus]');
if (mistakes) {
  mistakes.tabIndex = -1;
  mistakes.focus();
}

document.querySelectorAll('[data-print]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});
