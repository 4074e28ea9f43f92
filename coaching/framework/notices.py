"""The notices: help, privacy, accessibility, and the short one beside a sign-up form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from markupsafe import Markup

from coaching.kit import content

FOLDER = 'notices'
SLUGS = frozenset({'help', 'privacy', 'accessibility', 'session'})
PLACEHOLDERS = frozenset({'network', 'help_line'})


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a notice."""

    title: str
    summary: str


def notice(slug: str) -> content.Page[Notice]:
    """The notice in the language that is spoken now.

    :raises KeyError: there is none of this name.
    """
    return content.said(content.load(FOLDER, Notice)[slug])


def text_of(slug: str, *, network: str, help_line: str, address: Callable[[str], str]) -> Markup:
    """The notice's body for a page; `address` gives our own pages as they stand for the reader, such as /es/help for /help."""
    return notice(slug).html_with({'network': network, 'help_line': help_line}, address)


def faults(pages: Mapping[str, Mapping[str, content.Page[Notice]]]) -> list[str]:
    """What must hold of notices beyond their form."""
    found = [f'{FOLDER}/{slug}.md: is missing' for slug in sorted(SLUGS - pages.keys())]
    found += [f'{FOLDER}/{slug}.md: no page shows this' for slug in sorted(pages.keys() - SLUGS)]
    for slug, languages in pages.items():
        unknown = sorted(frozenset().union(*(page.placeholders for page in languages.values())) - PLACEHOLDERS)
        found += [f'{FOLDER}/{slug}.md: {{{name}}} is not known here' for name in unknown]
    return found


content.keep(FOLDER, Notice, faults)
