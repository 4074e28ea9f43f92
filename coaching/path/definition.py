"""The paths as content: `path/KEY-VERSION.md` is one version of a path, `path/steps/KEY-VERSION-NUMBER.md` one of its steps.

The Community Café's path has the order, the 19 purposes and the six outcomes of "Community Café: Seven Steps"; the other two are derived.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from coaching.kit import content
from coaching.kit.words import language

PATHS, STEPS = 'path', 'path/steps'

Model = Literal['community', 'parent', 'school']
StepKind = Literal['task', 'living']
Mode = Literal['alone', 'phone', 'meeting', 'talks', 'plan', 'session', 'visit', 'cafe', 'ongoing']
Role = Literal[
    'starter', 'intake', 'team', 'coach', 'staff', 'parent-leaders', 'introducer', 'coaching-team', 'seasoned-hosts', 'trainer', 'hosts',
    'principal', 'district', 'champion', 'partners',
]  # fmt: skip
ProofKind = Literal[
    'talk', 'words', 'date', 'agreement', 'next-step', 'session', 'measure', 'person', 'list', 'place', 'plan', 'guide', 'cafe', 'loop',
    'story',
]  # fmt: skip


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the talks of a step should achieve, as '3.b'; of a living step an outcome that may be seen."""

    code: str
    words: str


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the ways in which a coach can see it."""

    kind: ProofKind
    words: str


class PathHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a path; its body says how it is walked."""

    title: str
    summary: str
    model: Model
    version: int
    steps: int
    credit: str


class StepHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of a step; its body says why it matters. Questions that are private are for the writer alone and never reach us."""

    label: str
    title: str
    summary: str
    kind: StepKind
    mode: Mode
    actors: list[Role]
    before: str
    purposes: list[Purpose]
    questions_private: bool
    questions: list[str]
    proof: list[Proof]


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the language in which it was asked for."""

    number: int
    page: content.Page[StepHead]

    @property
    def head(self) -> StepHead:
        return self.page.head

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(purpose.code for purpose in self.head.purposes)


@dataclass(frozen=True, slots=True)
class Path:
    """One version of a path, such as ('community-cafe', 1)."""

    key: str
    version: int
    page: content.Page[PathHead]
    steps: tuple[Step, ...]

    @property
    def head(self) -> PathHead:
        return self.page.head

    def step(self, number: int) -> Step | None:
        """The step of this number; None where there is none."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def paths() -> tuple[Path, ...]:
    """Every path in its newest version, in the language that is spoken now."""
    newest: dict[str, Path] = {}
    for path in _all(language()).values():
        if path.key not in newest or newest[path.key].version < path.version:
            newest[path.key] = path
    return tuple(newest.values())


def path(key: str, version: int) -> Path:
    """One version of a path in the language that is spoken now.

    :raises KeyError: there is none
    """
    return _all(language())[key, version]


@functools.lru_cache(maxsize=16)
def _all(code: str) -> dict[tuple[str, int], Path]:
    pages, steps = content.load(PATHS, PathHead), content.load(STEPS, StepHead)
    found = {}
    for slug in sorted(pages, key=lambda name: (ORDER.index(pages[name][code].head.model), name)):
        page = pages[slug][code]
        key = slug.rpartition('-')[0]
        numbers = range(1, page.head.steps + 1)
        found[key, page.head.version] = Path(
            key, page.head.version, page, tuple(Step(number, steps[f'{slug}-{number}'][code]) for number in numbers)
        )
    return found


ORDER: tuple[Model, ...] = ('community', 'parent', 'school')


def path_faults(pages: Mapping[str, Mapping[str, content.Page[PathHead]]]) -> list[str]:
    """What must hold of paths beyond their form: names that say the version, and each step there and nothing else."""
    try:
        steps = content.load(STEPS, StepHead)
    except content.WrongContent:
        return []  # they are told of as faults of their own folder
    found, wanted = [], set()
    for slug, languages in pages.items():
        for code, page in languages.items():
            if slug.rpartition('-')[2] != str(page.head.version):
                found.append(f'{code}/{PATHS}/{slug}.md: version: {page.head.version}, but the name says another')
        wanted |= {f'{slug}-{number}' for number in range(1, languages['en'].head.steps + 1)}
        found += content.told_alike(PATHS, slug, languages, ('model', 'version', 'steps'))
    found += [f'en/{STEPS}/{slug}.md: is missing' for slug in sorted(wanted - steps.keys())]
    return found + [f'en/{STEPS}/{slug}.md: no path has this step' for slug in sorted(steps.keys() - wanted)]


def step_faults(pages: Mapping[str, Mapping[str, content.Page[StepHead]]]) -> list[str]:
    """What must hold of steps beyond their form: codes in order, and the same keys in each language."""
    found = []
    for slug, languages in pages.items():
        number = slug.rpartition('-')[2]
        codes = [purpose.code for purpose in languages['en'].head.purposes]
        wanted = [f'{number}.{letter}' for letter in 'abcdefghijkl'[: len(codes)]]
        if codes != wanted or not codes:
            found.append(f'en/{STEPS}/{slug}.md: purposes: {", ".join(codes) or "none"}; they are counted as {number}.a, {number}.b')
        found += content.told_alike(STEPS, slug, languages, ('kind', 'mode', 'actors', 'questions_private'))
        for code, page in languages.items():
            keys = [purpose.code for purpose in page.head.purposes], [proof.kind for proof in page.head.proof]
            if keys != (codes, [proof.kind for proof in languages['en'].head.proof]):
                found.append(f'{code}/{STEPS}/{slug}.md: codes of purposes or kinds of proof are others than in English')
    return found


content.keep(PATHS, PathHead, path_faults)
content.keep(STEPS, StepHead, step_faults)
