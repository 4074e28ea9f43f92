"""What the journal gives away: a kind of entry, and an entry as people read it."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Mapping

from babel.lists import format_list

from coaching.kit import dates
from coaching.kit.words import Later, _, spoken

Fact = bool | int | float | str | None | list['Fact'] | dict[str, 'Fact']

DAY = re.compile(r'\d{4}-\d\d-\d\d')
MOMENT = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d')


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry: the sentence for its readers, what it may be about, and its facts, exactly these."""

    sentence: Later
    subjects: frozenset[str]
    facts: frozenset[str]
    words: Mapping[str, Later]
    without: Mapping[frozenset[str], Later] = dataclasses.field(default_factory=dict)

    def sentence_of(self, facts: Mapping[str, Fact]) -> Later:
        """The sentence for these facts: a fact that is no, nothing or none has one without it, where the catalogue knows one."""
        empty = {name for name, fact in facts.items() if not fact}
        fitting = [names for names in self.without if names <= empty]
        return self.without[max(fitting, key=len)] if fitting else self.sentence


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What happened, when, by whom and why. `by_name` is empty where nobody is known or the person was erased."""

    id: int
    happened_at: datetime.datetime
    kind: str
    by_how: str
    by_person_id: int | None
    by_name: str
    facts: Mapping[str, Fact]
    why: str
    described: Kind

    def said(self, zone_name: str) -> str:
        """What happened, as a sentence in the language that is spoken; moments by the clock of a zone."""
        sentence = self.described.sentence_of(self.facts)
        return _(str.__str__(sentence), **{name: self._say(fact, zone_name) for name, fact in self.facts.items()})

    def who(self) -> str:
        """Who did it: a name, or by which door somebody came."""
        if self.by_how == 'system':
            return _('by itself')
        if self.by_how == 'public' or self.by_person_id is None:
            return _('somebody who was not signed in')
        name = self.by_name or _('somebody whose name was deleted')
        return _('%(name)s, by the link in an email', name=name) if self.by_how == 'link' else name

    def _say(self, fact: Fact, zone_name: str) -> str:
        match fact:
            case None:
                return _('nothing')
            case True | False:
                return _('yes') if fact else _('no')
            case list():
                return format_list([self._say(one, zone_name) for one in fact], locale=spoken().locale) or _('nothing')
            case dict():
                said = (f'{self._say(name, zone_name)} ({self._say(one, zone_name)})' for name, one in fact.items())
                return ', '.join(said) or _('nothing')
            case str():
                return self._say_word(fact, zone_name)
        return str(fact)

    def _say_word(self, word: str, zone_name: str) -> str:
        if MOMENT.match(word):
            at = datetime.datetime.fromisoformat(word)
            return f'{dates.short_day(at, zone_name)}, {dates.time_of_day(at, zone_name)}'
        if DAY.fullmatch(word):
            return dates.day(datetime.date.fromisoformat(word), dates.DAY_OF_YEAR)
        return str(self.described.words.get(word, re.sub('[_-]', ' ', word)))
