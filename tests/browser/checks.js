/* What axe does not look at. Each function returns the faults it finds, as sentences. */
const unfold = () => document.querySelectorAll('details').forEach(details => { details.open = true; });
const named = element => {
  const words = (element.getAttribute('aria-label') || element.innerText || element.name || element.id || '').trim().replace(/\s+/g, ' ');
  return `${element.tagName.toLowerCase()} "${words.slice(0, 40)}"`;
};
const hidden = element => {
  if (!element.checkVisibility()) return true;
  for (let one = element; one && one !== document.body; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath.startsWith('inset(50%')) return true;
  }
  const box = element.getBoundingClientRect();
  return box.width < 2 || box.height < 2 || box.right < 0;
};
const seen = selector => [...document.querySelectorAll(selector)].filter(element => !hidden(element));
const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';

const scrolls = () => {
  const wide = document.scrollingElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= wide) return [];
  const inScroll = element => element.parentElement && (['auto', 'scroll'].includes(getComputedStyle(element.parentElement).overflowX) || inScroll(element.parentElement));
  const wider = seen('body *').filter(element => element.getBoundingClientRect().right > wide + 1 && !inScroll(element));
  return [`${document.scrollingElement.scrollWidth - wide} px stick out: ${wider.slice(-3).map(named).join(', ')}`];
};

const clipped = () => seen('body *:not(input, select, textarea)').filter(element => {
  const style = getComputedStyle(element);
  const cuts = way => ['hidden', 'clip'].includes(way);
  return (cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1) || (cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map(element => `text is cut off in ${named(element)}`);

const small = () => {
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.nodeValue.trim() || ['SCRIPT', 'STYLE', 'OPTION'].includes(element.tagName) || hidden(element)) continue;
    const scale = element.getScreenCTM ? element.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < 15) faults.add(`text of ${size.toFixed(1)} px in ${named(element)}`);
  }
  return [...faults];
};

const targetOf = element => (['radio', 'checkbox'].includes(element.type) && element.closest('label')) || element;
const inSentence = element => {
  if (element.tagName !== 'A') return false;
  const block = element.closest('p, li, dd, td, th, span, q, summary, legend') || element.parentElement;
  const words = [...block.childNodes].filter(node => !node.contains(element)).map(node => node.textContent).join('').replace(/[\s·|,.]/g, '');
  return getComputedStyle(element).display === 'inline' && words.length > 0;
};
const targets = () => {
  const boxes = seen(CONTROLS).map(element => [element, targetOf(element).getBoundingClientRect()]);
  const near = (one, box) => boxes.some(([other, its]) => other !== one && targetOf(other) !== targetOf(one)
    && Math.hypot(box.x + box.width / 2 - its.x - its.width / 2, box.y + box.height / 2 - its.y - its.height / 2) < 24);
  return boxes.flatMap(([element, box]) => {
    if (element.matches('.skip, .scroll, [tabindex="0"]:not(a, button)')) return [];
    if (inSentence(element)) return Math.min(box.width, box.height) < 24 && near(element, box) ? [`${named(element)} is crowded`] : [];
    return box.height < 43.5 ? [`${named(element)} is ${box.height.toFixed(0)} px high`] : [];
  });
};

const forms = () => {
  const faults = [];
  document.querySelectorAll('form').forEach(form => {
    if (form.getAttribute('role') !== 'search' && !form.noValidate) faults.push(`a form to ${form.getAttribute('action')} lets the browser complain`);
  });
  document.querySelectorAll('[required], [pattern], [onclick], [style]').forEach(element => faults.push(`${named(element)} has required, pattern, onclick or style`));
  seen('input:not([type=hidden]), select, textarea').forEach(element => {
    if (!element.labels.length && !element.getAttribute('aria-label')) faults.push(`${named(element)} has no label`);
    if (['email', 'tel'].includes(element.type) && !element.autocomplete) faults.push(`${named(element)} has no autocomplete`);
    if (element.placeholder) faults.push(`${named(element)} has a placeholder`);
    if (element.getAttribute('aria-invalid') && !element.getAttribute('aria-describedby')) faults.push(`${named(element)} does not point to its mistake`);
  });
  if (seen('.err').length) {
    const summary = document.querySelector('[data-focus]');
    if (!summary) faults.push('mistakes, and no list of them');
    else seen('.err').forEach(words => {
      const sentence = words.lastChild.textContent.trim();
      if (!summary.innerText.includes(sentence)) faults.push(`the list of mistakes lacks "${sentence}"`);
    });
    if (!/^\S+: /.test(document.title)) faults.push('mistakes, and a title that does not say so');
  }
  return faults;
};

const frame = () => {
  const faults = [];
  const levels = seen('h1, h2, h3, h4, h5, h6').filter(heading => !heading.closest('[data-focus]')).map(heading => Number(heading.tagName[1]));
  if (levels.filter(level => level === 1).length !== 1) faults.push(`${levels.filter(level => level === 1).length} headings of the first order`);
  levels.forEach((level, index) => { if (level > (index ? levels[index - 1] : 0) + 1) faults.push(`a heading of order ${level} after ${levels[index - 1] || 'none'}`); });
  ['main', 'header', 'footer'].forEach(name => {
    if (document.querySelectorAll(name).length !== 1) faults.push(`${document.querySelectorAll(name).length} ${name}`);
  });
  if (document.querySelectorAll('main [role=status]').length !== 1) faults.push('not one region for what is said');
  const title = document.querySelector('h1').innerText.trim().replace(/\s+/g, ' ');
  if (!document.title.includes(`${title} – `)) faults.push(`the title "${document.title}" is not "${title} – …"`);
  const first = document.querySelector(CONTROLS);
  if (!first.matches('a[href="#main"]')) faults.push('the first control does not skip to the content');
  if (!document.documentElement.lang || !document.documentElement.dir) faults.push('the page does not say its language or direction');
  const entries = document.querySelectorAll('header nav a').length;
  if (entries > 4) faults.push(`${entries} entries at the head`);
  document.querySelectorAll('[id]').forEach(element => {
    if (document.querySelectorAll(`[id="${element.id}"]`).length > 1) faults.push(`the id ${element.id} stands twice`);
  });
  return faults;
};

/* After a press of Tab, so that the ring shows as it does for a keyboard. */
const focus = () => {
  const faults = [];
  let before = null;
  const radios = new Set();
  [...document.querySelectorAll(CONTROLS)].filter(element => element.tabIndex >= 0 && !element.disabled).forEach(element => {
    if (element.type === 'radio' && radios.has(element.name) && !element.checked) return;
    if (element.type === 'radio') radios.add(element.name);
    if (hidden(element) && !element.matches('.skip')) return;
    element.focus();
    if (document.activeElement !== element) { faults.push(`${named(element)} takes no focus`); return; }
    const target = targetOf(element);
    const box = target.getBoundingClientRect();
    const at = document.elementFromPoint(Math.min(box.x + box.width / 2, innerWidth - 1), Math.max(1, Math.min(box.y + box.height / 2, innerHeight - 1)));
    const lines = target.getClientRects();
    const covered = lines.length === 1 && at && !target.contains(at) && !at.contains(target);
    if (covered) faults.push(`${named(element)} is covered by ${named(at)}`);
    const rings = [element, target].map(one => getComputedStyle(one)).some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    if (!rings) faults.push(`${named(element)} shows no ring`);
    const top = box.top + scrollY;
    if (before && !element.matches('.skip') && top + box.height < before.top - 4 && !element.closest('.grid')) faults.push(`the focus goes up to ${named(element)} after ${before.name}`);
    before = element.matches('.skip') ? null : { top, name: named(element) };
  });
  document.activeElement.blur();
  scrollTo(0, 0);
  return faults;
};

const larger = percent => { document.documentElement.style.fontSize = percent ? `${percent}%` : ''; };
const spaced = on => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = on ? [sheet] : [];
};
