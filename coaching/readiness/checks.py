"""What must hold of instruments beyond their form, so that one which nobody here wrote can be trusted to work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from coaching.kit import content
from coaching.readiness.definition import FOLDER, NO_FIT, UNSURE, Head

RESERVED = frozenset({UNSURE, NO_FIT})
KEY = re.compile(r'[A-Za-z0-9]+(-[A-Za-z0-9]+)*')
LONGEST, MOST = 40, 100


def faults(pages: Mapping[str, Mapping[str, content.Page[Head]]]) -> list[str]:
    """What must hold of instruments beyond their form: keys that stand once, a scale that can be read, the same in each language."""
    found = []
    for slug, languages in pages.items():
        for code, page in languages.items():
            found += [f'{code}/{FOLDER}/{slug}.md: {wrong}' for wrong in _unlike(page.head, languages['en'].head)]
        english = languages['en'].head
        wrongs = [*_keys(english), *_scale(english), *_bands(english), *_whom(english), *_before(slug, english, pages)]
        if slug.rpartition('-')[2] != str(english.version) or not slug.rpartition('-')[0]:
            wrongs.append(f'version: {english.version}, but the name says another')
        found += [f'en/{FOLDER}/{slug}.md: {wrong}' for wrong in wrongs]
    return found


def _unlike(head: Head, english: Head) -> list[str]:
    """Where a language differs in more than its words; numbers, lists and what is true or not are held by the loader."""
    texts = {key: (getattr(head, key), getattr(english, key)) for key in ('answered', 'models', 'occasions', 'extra')}
    texts['keys'] = _every_key(head), _every_key(english)
    return [f'{key}: {_said(own)}; in English: {_said(measure)}' for key, (own, measure) in texts.items() if own != measure]


def _said(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ', '.join(value) or 'none'


def _every_key(head: Head) -> list[str]:
    items = [f'{item.key}={item.was}' if item.was else item.key for part in head.parts for item in part.items]
    return [*(one.key for one in head.scale), *(one.key for one in head.bands), *(one.key for one in head.parts), *items]


def _keys(head: Head) -> list[str]:
    items = [item.key for part in head.parts for item in part.items]
    groups = {name: [one.key for one in getattr(head, name)] for name in ('scale', 'bands', 'parts')} | {'items': items}
    found = [f'{name}: {key} stands twice' for name, keys in groups.items() for key in _twice(keys)]
    found += [f'{name}: {key} is no key' for name, keys in groups.items() for key in keys if not KEY.fullmatch(key) or len(key) > LONGEST]
    found += [f'scale: {key} has a meaning of its own' for key in groups['scale'] if key in RESERVED]
    found += [f'parts: {part.key} asks nothing' for part in head.parts if not part.items]
    if not 1 <= len(items) <= MOST:
        found.append(f'parts: {len(items)} points; 1 to {MOST} are possible')
    return found


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


def _scale(head: Head) -> list[str]:
    values = [anchor.value for anchor in head.scale]
    if len(values) < 2:
        return ['scale: two answers or more']
    if head.scored and values != list(range(len(values))):
        return ['scale: of a scored instrument the values are 0, 1, 2 and so on']
    return [] if head.scored or not any(value is not None for value in values) else ['scale: only a scored instrument has values']


def _bands(head: Head) -> list[str]:
    shares, must_haves = [band.share for band in head.bands], any(item.must_have for part in head.parts for item in part.items)
    found = []
    if bool(shares) != head.scored:
        found.append('bands: a scored instrument has them, and no other')
    if shares and (shares[0] != 0 or shares != sorted(set(shares)) or shares[-1] > 1):
        found.append('bands: from 0 upwards, each higher than the one before, none over 1')
    if must_haves != (head.enough is not None) or must_haves and not head.scored:
        found.append('enough: where a scored instrument has must-haves, and nowhere else')
    elif head.enough is not None and not 0 < head.enough < len(head.scale):
        found.append('enough: one of the values of the scale, over 0')
    return found


def _whom(head: Head) -> list[str]:
    found = [] if head.occasions else ['occasions: one or more']
    if bool(head.models) == (head.answered == 'network'):
        found.append('models: for teams there are some, for the network none')
    if head.answered != 'each' and any(item.pulse for part in head.parts for item in part.items):
        found.append('pulse: only where each member answers alone')
    if head.extra and head.answered != 'network':
        found.append('extra: only for the network')
    return found


def _before(slug: str, head: Head, pages: Mapping[str, Mapping[str, content.Page[Head]]]) -> list[str]:
    """A point that is said to be the same as one of the version before."""
    named = [item.was for part in head.parts for item in part.items if item.was]
    older = pages.get(f'{slug.rpartition("-")[0]}-{head.version - 1}')
    known = {item.key for part in older['en'].head.parts for item in part.items} if older else set()
    found = [f'was: {key} is no point of the version before' for key in named if key not in known]
    return found + [f'was: {key} stands twice' for key in _twice(named)]


content.keep(FOLDER, Head, faults)
