"""What coaches, teams and coordinators write."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence

from coaching.coaches.rules.planning import NoTalk
from coaching.coaches.rules.taxonomy import HOW, METHODS, MODES, PRESENT, PURPOSES, TAGS
from coaching.coaches.values import Logged, NewStep, Talk
from coaching.kit.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    ManyField,
    TextField,
    TimeField,
    WholeNumberField,
    YesField,
)
from coaching.kit.refusal import Refused
from coaching.kit.words import later
from coaching.teams.rules.meetings import moment

STEPS = 3
KEY = re.compile(r'[A-Za-z0-9-]{8,60}')
ENERGIES = {1: later('1 · very low'), 2: later('2 · low'), 3: later('3 · so-so'), 4: later('4 · good'), 5: later('5 · very good')}


class Log(Form):
    """A talk. Everything stands there already, so nothing has to be typed."""

    draft_key = TextField('', optional=True, limit=60)
    how = ChoiceField(later('What happened?'), choices=list(HOW.items()), default='held')
    happened_on = DateField(later('On which day?'))
    mode = ChoiceField(later('How did you talk?'), choices=list(MODES.items()))
    minutes = WholeNumberField(later('Minutes with them'), least=0, most=1440)
    purposes = ManyField(later('What was it about?'), choices=list(PURPOSES.items()), optional=True)
    going_well = LongTextField(later('What goes well?'), optional=True, limit=4000)
    in_the_way = LongTextField(later('What is in the way?'), optional=True, limit=4000)
    in_the_way_tags = ManyField(later('In the way, in one tap'), choices=list(TAGS.items()), optional=True)
    for_coaches = LongTextField(
        later('Only coaches read this'), optional=True, limit=4000, hint=later('The team never sees this box, and no email holds it.')
    )  # fmt: skip
    next_on = DateField(later('When is the next talk?'), optional=True)
    next_at = TimeField(later('At what time?'), optional=True, hint=later('With a time it goes into everybody’s calendar.'))
    next_open = YesField(later('They will call me'))
    travel_minutes = WholeNumberField(later('Minutes of travel'), optional=True, least=0, most=1440)
    energy = ChoiceField(later('How much energy did the team have?'), choices=list(ENERGIES.items()), coerce=int, optional=True)
    methods = ManyField(later('What did you do in this talk?'), choices=list(METHODS.items()), optional=True)
    touched = ManyField(later('What moved?'), optional=True)
    team_ids = ManyField(later('Also with these teams'), coerce=int, optional=True)
    is_joint = YesField(later('We all talked at once, so the minutes stand for each of us'))
    coach_ids = ManyField(later('Which other coach was there?'), coerce=int, optional=True)
    version = WholeNumberField(least=1, default=1)

    def offer(
        self, *, touched: Sequence[tuple[str, str]] = (), teams: Sequence[tuple[int, str]] = (), coaches: Sequence[tuple[int, str]] = (),
        owners: Sequence[tuple[int, str]] = (),
    ) -> Log:  # fmt: skip
        """Offer what can move at this team's step, the coach's other teams, the other coaches, and who may own a next step."""
        self.touched.choices, self.team_ids.choices, self.coach_ids.choices = list(touched), list(teams), list(coaches)
        for number in range(STEPS):
            if f'step_{number}_owner' in self:
                self[f'step_{number}_owner'].choices = [(0, later('The whole team')), *owners]
        return self

    @property
    def key(self) -> str:
        """The key of this draft, a new one where none that is whole was sent."""
        sent = self.draft_key.data or ''
        return sent if KEY.fullmatch(sent) else secrets.token_hex(12)

    @property
    def steps(self) -> tuple[NewStep, ...]:
        """The next steps that were written."""
        rows = [{part: self[f'step_{number}_{part}'].data for part in ('what', 'owner', 'due')} for number in range(STEPS)]
        return tuple(NewStep(row['what'], row['owner'] or None, row['due']) for row in rows if row['what'])

    def told(self, team_id: int, draft_key: str, *, zone: str) -> Logged:
        """Everything that was written, for this team first; a time of day is that of this zone.

        :raises Refused: on that day the clocks jump over the time
        """
        on = None if self.next_open.data else self.next_on.data
        at = moment(on, self.next_at.data, zone) if on and self.next_at.data else None
        if on and self.next_at.data and at is None:
            raise Refused(NoTalk.NO_SUCH_HOUR)
        return Logged(
            draft_key, tuple(dict.fromkeys([team_id, *(self.team_ids.data or [])])), self.happened_on.data, self.how.data, self.mode.data,
            minutes=self.minutes.data or 0, travel_minutes=self.travel_minutes.data or 0, is_joint=bool(self.is_joint.data),
            coach_ids=tuple(self.coach_ids.data or ()), present={name: self[f'present_{name}'].data or 0 for name in PRESENT},
            purposes=tuple(self.purposes.data or ()), methods=tuple(self.methods.data or ()), touched=tuple(self.touched.data or ()),
            going_well=self.going_well.data or '', in_the_way=self.in_the_way.data or '',
            in_the_way_tags=tuple(self.in_the_way_tags.data or ()), energy=self.energy.data or None,
            for_coaches=self.for_coaches.data or '', next_on=on, next_at=at, zone=zone,
            steps=self.steps,
        )  # fmt: skip


def _more() -> Mapping[str, object]:
    counts = {f'present_{name}': WholeNumberField(label, optional=True, least=0, most=500) for name, label in PRESENT.items()}
    steps = {
        f'step_{number}_{part}': field
        for number in range(STEPS)
        for part, field in (
            ('what', TextField(later('What will be done?'), optional=True, limit=300)),
            ('owner', ChoiceField(later('Who does it?'), coerce=int, optional=True, default=0)),
            ('due', DateField(later('By when?'), optional=True)),
        )
    }
    return {**counts, **steps}


TalkForm: type[Log] = type('TalkForm', (Log,), dict(_more()))


def known(talk: Talk) -> dict[str, object]:
    """A talk as its form shows it again."""
    return {
        'draft_key': talk.draft_key, 'how': talk.how, 'happened_on': talk.happened_on, 'mode': talk.mode, 'minutes': talk.minutes,
        'purposes': list(talk.purposes), 'going_well': talk.going_well, 'in_the_way': talk.in_the_way,
        'in_the_way_tags': list(talk.in_the_way_tags), 'for_coaches': talk.for_coaches, 'next_on': talk.next_on,
        'next_open': talk.next_on is None, 'travel_minutes': talk.travel_minutes or None, 'energy': talk.energy,
        'methods': list(talk.methods), 'touched': list(talk.touched), 'team_ids': [team_id for team_id, _name in talk.teams],
        'is_joint': talk.is_joint, 'coach_ids': [person_id for person_id, _name in talk.coaches], 'version': talk.version,
        **{f'present_{name}': count for name, count in talk.present.items()},
    }  # fmt: skip


class Line(Form):
    """A line more below a talk."""

    words = LongTextField(later('Add a line'), limit=2000)
    for_coaches = YesField(later('Only coaches read this line'))
