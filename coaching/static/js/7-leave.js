/* Whoever signs out leaves nothing on this device of what they wrote and did not save. */
document.addEventListener('submit', event => {
  if (!new URL(event.target.action, location).pathname.endsWith('/sign-out')) return;
  try { Object.keys(localStorage).filter(key => key.startsWith('draft:')).forEach(key => localStorage.removeItem(key)); } catch { /* nothing was kept */ }
});
