"""What a team writes about its meetings and next steps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from coaching.kit.forms import ChoiceField, DateField, Form, LongTextField, ManyField, TextField, TimeField, WholeNumberField
from coaching.kit.tokens import random_token
from coaching.kit.words import _, later
from coaching.people.forms import zones
from coaching.teams.rules.meetings import MOST_DATES, NoPoll, moment
from coaching.teams.rules.next_steps import WHY_DROPPED
from coaching.teams.values import Answer, NextStepFacts, Owner

ANSWERS = {Answer.YES: later('yes'), Answer.IF_NEED_BE: later('if need be'), Answer.NO: later('no')}


BESIDE = {'coach': later('coach'), 'apprentice': later('apprentice'), 'seasoned_host': later('seasoned host')}
"""The parts of those who stand beside a team."""


def named(owner: Owner) -> str:
    """The name, with the part of whoever is not of the team."""
    return owner.name if owner.is_of_team else _('%(name)s (%(part)s)', name=owner.name, part=BESIDE[owner.part])


def owner_choices(owners: Iterable[Owner]) -> list[tuple[int, str]]:
    """The whole team, and each person of it and beside it."""
    return [(0, _('All of us')), *((one.person_id, named(one)) for one in owners)]


class Step(Form):
    """What will be done, by whom and by when."""

    what = TextField(later('What will you do?'), limit=300)
    owner_id = ChoiceField(later('Who?'), coerce=int, optional=True, default=0)
    due_on = DateField(later('By when?'), optional=True)
    version = WholeNumberField(least=1, default=1)

    def offer(self, owners: Iterable[Owner], stands: NextStepFacts | None = None) -> Step:
        """Offer these people, and whoever owns the step now."""
        self.owner_id.choices = owner_choices(owners)
        if stands and stands.owner_id and stands.owner_id not in dict(self.owner_id.choices):
            self.owner_id.choices.append((stands.owner_id, stands.owner))
        return self


class Ending(Form):
    """Whether a step is done, or why it is let go."""

    why = ChoiceField(later('Why do you let it go?'), optional=True, choices=tuple(WHY_DROPPED.items()))


class Meeting(Form):
    """What a meeting was."""

    held_on = DateField(later('On which day did you meet?'))
    title = TextField(later('What was it about?'), optional=True, limit=120)
    people = ManyField(later('Who was there?'), coerce=int, optional=True)
    decided = LongTextField(later('What did you decide?'), optional=True, limit=4000)
    step = TextField(later('What comes next?'), optional=True, limit=300, hint=later('One thing that somebody will do'))
    owner_id = ChoiceField(later('Who does it?'), coerce=int, optional=True, default=0)
    due_on = DateField(later('By when?'), optional=True)
    version = WholeNumberField(least=1, default=1)

    def offer(self, owners: Iterable[Owner], there: Iterable[tuple[int, str]] = ()) -> Meeting:
        """Offer these people; and as having been there, those who were and left since."""
        known = list(owners)
        self.owner_id.choices = owner_choices(known)
        self.people.choices = list((dict(there) | {one.person_id: named(one) for one in known}).items())
        return self

    @property
    def steps(self) -> list[tuple[str, int | None, datetime.date | None]]:
        """The next step that was written, if one was."""
        return [(self.step.data, self.owner_id.data or None, self.due_on.data)] if self.step.data else []


class Dates(Form):
    """Up to three dates, by the wall clock of one zone."""

    title = TextField(later('What is it about?'), optional=True, limit=120)
    day_1 = DateField(later('First date'))
    time_1 = TimeField(later('At what time?'))
    day_2 = DateField(later('Second date'), optional=True)
    time_2 = TimeField(later('At what time?'), optional=True)
    day_3 = DateField(later('Third date'), optional=True)
    time_3 = TimeField(later('At what time?'), optional=True)
    minutes = WholeNumberField(later('How many minutes?'), least=15, most=480, default=60)
    zone = ChoiceField(later('Time zone'))
    place_words = TextField(later('Where?'), optional=True, limit=200, hint=later('A room, or the link of a call'))
    nonce = TextField('nonce', optional=True, limit=64)

    def offer(self, zone: str) -> Dates:
        """Offer the zones, this one among them; and a mark, so that the same form asks once."""
        self.zone.choices = zones(zone)
        self.zone.data = self.zone.data or zone
        self.nonce.data = self.nonce.data or random_token()
        return self

    def moments(self) -> list[datetime.datetime] | None:
        """The dates as moments; None where one is no time, which then says so."""
        found, is_sound = [], True
        for number in range(1, MOST_DATES + 1):
            day, time = self[f'day_{number}'], self[f'time_{number}']
            if day.data is None and time.data is None:
                continue
            if day.data is None or time.data is None:
                lacking = day if day.data is None else time
                lacking.errors, is_sound = [_('Write both the day and the time')], False
            elif at := moment(day.data, time.data, self.zone.data):
                found.append(at)
            else:
                time.errors, is_sound = [_(NoPoll.NO_SUCH_HOUR.value)], False
        return found if is_sound else None


class Move(Form):
    """Another time or place of a chosen date."""

    day = DateField(later('Which day?'))
    time = TimeField(later('At what time?'))
    minutes = WholeNumberField(later('How many minutes?'), least=15, most=480, default=60)
    place_words = TextField(later('Where?'), optional=True, limit=200)
    sequence = WholeNumberField(least=0, default=0)
