"""What happened with a team, in words, for whoever calls it next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from babel.lists import format_list

from coaching.caseload.queries.since import Happened
from coaching.caseload.values import TeamNow
from coaching.kit import dates
from coaching.kit.words import _, n_, spoken
from coaching.path import definition
from coaching.path.values import Marked
from coaching.people.rules import first_name

ORDER = (
    'help', 'confirmed', 'reopened', 'returned', 'claimed', 'withdrawn', 'part', 'late', 'bold_done', 'done', 'bold_next', 'meeting',
    'came', 'joined', 'left', 'shown',
)  # fmt: skip
Words = Mapping[str, str]
"""What each part of the path says, by its code."""


def told(team: TeamNow, happened: Iterable[Happened]) -> list[str]:
    """Each thing in a sentence, what matters most first; what is late stands among it."""
    words, late = parts(team), []
    if team.late:
        late = [('late', n_('%(n)s next step is past its day', '%(n)s next steps are past their day', team.late))]
    found = [(one.what, SENTENCES[one.what](one, words)) for one in happened] + late
    return [sentence for _what, sentence in sorted(found, key=lambda one: ORDER.index(one[0]))]


def parts(team: TeamNow) -> Words:
    """The words of every part of the team's path."""
    path = definition.path(*team.path) if team.path else None
    return {part.code: part.words for step in path.steps for part in step.head.purposes} if path else {}


def _day(one: Happened) -> str:
    return dates.day(one.on, dates.SHORT_DAY) if one.on else ''


def _help(one: Happened, _words: Words) -> str:
    return _('They asked for help on %(day)s: “%(words)s”', day=_day(one), words=' '.join(one.one.split()))


def _claimed(one: Happened, _words: Words) -> str:
    return _('They said that step %(n)s is done (%(day)s)', n=one.number, day=_day(one))


def _withdrawn(one: Happened, _words: Words) -> str:
    return _('They took back that step %(n)s is done (%(day)s)', n=one.number, day=_day(one))


def _returned(one: Happened, _words: Words) -> str:
    return _('Step %(n)s went back to them (%(day)s)', n=one.number, day=_day(one))


def _confirmed(one: Happened, _words: Words) -> str:
    return _('Step %(n)s was signed off (%(day)s)', n=one.number, day=_day(one))


def _reopened(one: Happened, _words: Words) -> str:
    return _('Step %(n)s was opened again (%(day)s)', n=one.number, day=_day(one))


def _part(one: Happened, words: Words) -> str:
    part = words.get(one.one, one.one)
    if one.number == Marked.FULLY:
        return _('Fully there: “%(words)s”', words=part)
    return _('Begun: “%(words)s”', words=part) if one.number == Marked.PARTLY else _('Not there yet: “%(words)s”', words=part)


def _done(one: Happened, _words: Words) -> str:
    return _('They did it: “%(words)s”', words=one.one)


def _bold_next(one: Happened, _words: Words) -> str:
    return _('Their next bold step: “%(words)s”', words=one.one)


def _meeting(one: Happened, _words: Words) -> str:
    return _('They met on %(day)s: %(title)s', day=_day(one), title=one.one) if one.one else _('They met on %(day)s', day=_day(one))


def _came(one: Happened, _words: Words) -> str:
    names = [first_name(name) for name in one.other.split('|')]
    what = {'taste': _('the Taste'), 'intro': _('the Intro'), 'training': _('the Training')}[one.one]
    who = format_list(names, locale=spoken().locale)
    return n_('%(who)s came to %(what)s on %(day)s.', '%(who)s came to %(what)s on %(day)s.', len(names), who=who, what=what, day=_day(one))


def _joined(one: Happened, _words: Words) -> str:
    return _('%(name)s joined', name=one.one)


def _left(one: Happened, _words: Words) -> str:
    return _('%(name)s left', name=one.one)


def _shown(one: Happened, _words: Words) -> str:
    return n_('They wrote down %(n)s thing that they did', 'They wrote down %(n)s things that they did', one.number)


SENTENCES: Mapping[str, Callable[[Happened, Words], str]] = {
    'help': _help, 'claimed': _claimed, 'withdrawn': _withdrawn, 'returned': _returned, 'confirmed': _confirmed, 'reopened': _reopened,
    'part': _part, 'bold_done': _done, 'done': _done, 'bold_next': _bold_next, 'meeting': _meeting, 'came': _came, 'joined': _joined,
    'left': _left, 'shown': _shown,
}  # fmt: skip
