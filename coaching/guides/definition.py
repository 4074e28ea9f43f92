"""The hosting guides as content: `guides/SLUG.md`, one in each language.

What can be wrong with a guide's text is asked by `text_faults`, whoever wrote it and wherever it stands.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from typing import Annotated, Literal, get_args

import msgspec

from coaching.framework.factors import FACTORS, Factor
from coaching.kit import content, markdown
from coaching.kit.words import ENGLISH, LANGUAGES, fold, language

FOLDER, STEPS = 'guides', 'path/steps'

Kind = Literal['planning', 'hosting', 'talk', 'safety', 'sheet']
Model = Literal['community', 'parent', 'school']
Audience = Literal['hosts', 'team', 'coach', 'staff', 'principal', 'champion']
Step = Annotated[str, msgspec.Meta(pattern=r'^[a-z]+(-[a-z]+)*:[1-9]\d*$')]
Some = msgspec.Meta(min_length=1)

STEP_PAGE = re.compile(r'(?P<path>.+)-(?P<version>\d+)-(?P<number>\d+)')
GUIDE_LINK = re.compile(r'/guides/(?P<slug>[^/#?]+)(?:#(?P<anchor>.*))?')
MAY_LEAD = re.compile(r'/(?!/)|https://|mailto:|tel:')


class GuideHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a guide.

    `steps` are named as 'community-cafe:5', in the newest version of that path; `minutes` is how long it takes to do what the guide says,
    at a café or with one's team; `revision` goes up by one whenever the guide says something else.
    """

    title: str
    summary: str
    audience: Annotated[list[Audience], Some]
    kinds: Annotated[list[Kind], Some]
    models: Annotated[list[Model], Some]
    steps: list[Step]
    factors: list[Factor]
    minutes: Annotated[int, msgspec.Meta(ge=5, le=240)]
    materials: list[str]
    credit: str
    revision: Annotated[int, msgspec.Meta(ge=1)]


Guide = content.Page[GuideHead]
NO_WORDS = ('audience', 'kinds', 'models', 'steps', 'factors')


def guides() -> tuple[Guide, ...]:
    """Every guide in the language that is spoken now, else in English: by kind, talks in the order of the factors, then by title."""
    return _all(language())


def guide(slug: str) -> Guide:
    """One guide in the language that is spoken now, else in English.

    :raises KeyError: there is none
    """
    return _said(content.load(FOLDER, GuideHead)[slug], language())


def translations(slug: str) -> Mapping[str, Guide]:
    """One guide in each language that has it.

    :raises KeyError: there is none
    """
    return content.load(FOLDER, GuideHead)[slug]


def follows(translation: Guide, english: Guide) -> bool:
    """Whether a translation says what the English guide says now."""
    return translation.head.revision >= english.head.revision


def guides_of(path: str, step: int) -> tuple[Guide, ...]:
    """The guides that are about this step of a path, such as ('community-cafe', 5)."""
    return tuple(each for each in guides() if f'{path}:{step}' in each.head.steps)


def sections(body: str) -> list[markdown.Heading]:
    """The sections of a guide, as its table of contents has them."""
    return [heading for heading in markdown.headings(body) if heading.level == 2]


def anchors(body: str) -> list[str]:
    """The places of a text to which a link may lead."""
    return [heading.anchor for heading in markdown.headings(body) if heading.anchor]


@functools.lru_cache(maxsize=16)
def _all(code: str) -> tuple[Guide, ...]:
    return tuple(sorted((_said(languages, code) for languages in content.load(FOLDER, GuideHead).values()), key=_order))


def _said(languages: Mapping[str, Guide], code: str) -> Guide:
    return languages.get(code) or languages[ENGLISH]


def _order(page: Guide) -> tuple[int, int, str]:
    kind, factors = page.head.kinds[0], page.head.factors
    return get_args(Kind).index(kind), FACTORS.index(factors[0]) if kind == 'talk' and factors else 0, fold(page.head.title)


def faults(pages: Mapping[str, Mapping[str, Guide]]) -> list[str]:
    """What must hold of guides beyond their form."""
    known, found = _known_steps(), []
    places = {code: {slug: anchors(_said(languages, code).body) for slug, languages in pages.items()} for code in LANGUAGES}
    for slug, languages in pages.items():
        found += [f'en/{FOLDER}/{slug}.md: steps: no path has {step}' for step in languages[ENGLISH].head.steps if step not in known]
        alike = {code: page for code, page in languages.items() if follows(page, languages[ENGLISH])}
        found += content.told_alike(FOLDER, slug, alike, NO_WORDS)
        for code, page in languages.items():
            found += [f'{code}/{FOLDER}/{slug}.md: {fault}' for fault in text_faults(page.body, places[code])]
            own, measure = len(sections(page.body)), len(sections(languages[ENGLISH].body))
            found += [f'{code}/{FOLDER}/{slug}.md: sections: {own}; in English: {measure}'] if code in alike and own != measure else []
            found += [f'{code}/{FOLDER}/{slug}.md: nothing fills {{{name}}} here' for name in sorted(page.placeholders)]
    return found


def text_faults(body: str, places: Mapping[str, Collection[str]]) -> list[str]:
    """What is wrong with the text of a guide; `places` has the places on the pages of every guide in the same language."""
    here, first = anchors(body), [heading.words for heading in markdown.headings(body) if heading.level == 1]
    found = [f'"{words}": the title is the only heading of the first level' for words in first]
    found += [] if sections(body) else ['there is no section; begin each with ## and what it is about']
    found += [f'"{twice}" stands over two sections' for twice in _twice([heading.words for heading in sections(body)])]
    found += [f'{link}: {why}' for link in markdown.links(body) if (why := _why_no_link(link, here, places))]
    return found + [f'{source}: pictures come from our own pages only' for source in markdown.images(body) if not source.startswith('/')]


def _why_no_link(link: str, here: Collection[str], places: Mapping[str, Collection[str]]) -> str | None:
    if link.startswith('#'):
        return None if link[1:] in here else 'there is no such place on this page'
    if not MAY_LEAD.match(link):
        return 'links lead to pages of ours, as /help, or to https:, mailto: and tel:'
    if led := GUIDE_LINK.fullmatch(link):
        if led['slug'] not in places:
            return 'there is no such guide'
        if led['anchor'] is not None and led['anchor'] not in places[led['slug']]:
            return 'that guide has no such place'
    return None


def _twice(words: list[str]) -> list[str]:
    return sorted({each for each in words if words.count(each) > 1})


def _known_steps() -> frozenset[str]:
    """Every step that the newest version of a path has; path stands above us, so its files are looked at, not its words."""
    found = [match for name in content.names(STEPS) if (match := STEP_PAGE.fullmatch(name))]
    newest: dict[str, int] = {}
    for match in found:
        newest[match['path']] = max(newest.get(match['path'], 0), int(match['version']))
    return frozenset(f'{match["path"]}:{match["number"]}' for match in found if int(match['version']) == newest[match['path']])


content.keep(FOLDER, GuideHead, faults, follows)
