"""The words of each kind of letter: `content/<language>/mails/<kind>.md`."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import msgspec

from coaching.kit import content, markdown
from coaching.outbox.kinds import KINDS, Kind

SUBJECT_AIM = 50


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a letter's words: subject, the line that a list of letters shows, why its reader gets it, the button's label."""

    subject: str
    preview: str
    why: str
    button: str = ''


def mail(kind: str) -> content.Page[Mail]:
    """The words of this kind in the language that is spoken now."""
    return content.said(_mails()[kind])


@functools.cache
def _mails() -> dict[str, dict[str, content.Page[Mail]]]:
    return content.load('mails', Mail)


def faults(pages: Mapping[str, Mapping[str, content.Page[Mail]]]) -> list[str]:
    """Where the words of letters and the table of kinds differ."""
    found = [f'mails/{name}.md: is missing' for name in KINDS if name not in pages]
    for slug, languages in pages.items():
        for language, page in languages.items():
            kind = KINDS.get(slug)
            wrong = _faults(kind, page) if kind else ['no letter of this kind leaves this house']
            found += [f'{language}/mails/{slug}.md: {fault}' for fault in wrong]
    return found


def _faults(kind: Kind, page: content.Page[Mail]) -> list[str]:
    html = page.html
    found = [f'{{{name}}} is not known to this kind' for name in sorted(page.placeholders - kind.placeholders)]
    found += [
        f'{{{name}}} must stand once, in a paragraph of its own' for name in sorted(kind.blocks) if html.count(f'<p>{{{name}}}</p>') != 1
    ]
    found += [f'{link} is no link of this kind' for link in markdown.links(page.body) if link[1:-1] not in kind.links]
    if bool(page.head.button) != kind.button:
        found.append('the button needs its label' if kind.button else 'this kind has no button')
    return found


content.keep('mails', Mail, faults)
