"""A guide as somebody reads it: in which language it is told, what is on it, and how long it takes.

What takes time is done once for each text; a text is known by the digest of everything that it says.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import msgspec
from markupsafe import Markup

from coaching.guides.definition import Guide, Kind, Model, follows, guides, sections, translations
from coaching.guides.values import Passage
from coaching.kit import markdown
from coaching.kit.readability import WORD
from coaching.kit.words import ENGLISH, Later, language, later

WORDS_A_MINUTE = 180
SECTION = re.compile(r'^## ', re.MULTILINE)
KINDS: dict[Kind, Later] = {
    'planning': later('Plan your café'),
    'hosting': later('Host your café'),
    'talk': later('Talks at the table'),
    'safety': later('Safe for everybody'),
    'sheet': later('Sheets to print'),
}
MODELS: dict[Model, Later] = {
    'community': later('Community cafés'),
    'parent': later('Parent cafés'),
    'school': later('School cafés'),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A guide in the language in which it is read; `wished` is the language that was asked for.

    `is_behind` where the English guide was written anew since; `digest` stands for everything that the guide says.
    """

    page: Guide
    wished: str
    is_behind: bool
    digest: str
    places: tuple[markdown.Heading, ...]
    minutes: int

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def revision(self) -> int:
        return self.page.head.revision

    @property
    def is_translated(self) -> bool:
        return self.page.language == self.wished

    def html(self, address: Callable[[str], str]) -> Markup:
        """The guide as a page has it; `address` says where pages of ours stand for the reader."""
        return markdown.render(self.page.body, address)

    @property
    def markdown(self) -> str:
        """The whole guide as the text that it is made of."""
        head = self.page.head
        needed = ''.join(f'- {each}\n' for each in head.materials)
        return f'# {head.title}\n\n{head.summary}\n\n{needed}\n{self.page.body}\n---\n\n{head.credit}\n'


def shelf() -> tuple[Reading, ...]:
    """Every guide, in the language that is spoken now where it is told in it, in the order of the shelf."""
    return tuple(_read(page) for page in guides())


def reading(slug: str) -> Reading | None:
    """One guide, for the language that is spoken now; None where there is none."""
    return next((each for each in shelf() if each.slug == slug), None)


def after(slug: str) -> Reading | None:
    """The guide that stands next on the shelf."""
    known = shelf()
    at = next((place for place, each in enumerate(known) if each.slug == slug), len(known))
    return known[at + 1] if at + 1 < len(known) else None


def kinds_on_shelf() -> list[tuple[Kind, list[Reading]]]:
    """The shelf by kinds; a guide stands under the first of its own."""
    known = shelf()
    found: list[tuple[Kind, list[Reading]]] = [(kind, [each for each in known if each.page.head.kinds[0] == kind]) for kind in KINDS]
    return [(kind, them) for kind, them in found if them]


def passages(body: str) -> tuple[Passage, ...]:
    """The plain words of a guide by its sections; what stands before the first has no heading."""
    starts = [0, *(found.start() for found in SECTION.finditer(body)), len(body)]
    texts = [body[start:end] for start, end in pairwise(starts)]
    places = iter(sections(body))
    found = []
    for text in texts:
        place = next(places, None) if SECTION.match(text) else None
        words = ' '.join(markdown.plain(text.partition('\n')[2] if place else text).split())
        if place or words:
            found.append(Passage(place.anchor if place else '', place.words if place else '', words))
    return tuple(found)


def digest_of(page: Guide) -> str:
    """What stands for everything that a page says."""
    return _measured(page.slug, page.language, page.body, msgspec.json.encode(page.head))[0]


def _read(page: Guide) -> Reading:
    wished = language()
    digest, places, minutes = _measured(page.slug, page.language, page.body, msgspec.json.encode(page.head))
    is_behind = page.language == wished and not follows(page, translations(page.slug)[ENGLISH])
    return Reading(page, wished, is_behind, digest, places, minutes)


@functools.lru_cache(maxsize=4096)
def _measured(slug: str, code: str, body: str, head: bytes) -> tuple[str, tuple[markdown.Heading, ...], int]:
    digest = hashlib.sha256(b'\0'.join([slug.encode(), code.encode(), head, body.encode()])).hexdigest()
    return digest, tuple(sections(body)), max(1, round(len(WORD.findall(markdown.plain(body))) / WORDS_A_MINUTE))
