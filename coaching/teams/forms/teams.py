"""What coordinators write about teams."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from coaching.kit import words
from coaching.kit.forms import ChoiceField, EmailField, Form, LanguageField, ManyField, NameField, TextField, WholeNumberField
from coaching.kit.words import Later, _, later
from coaching.teams.forms.records import place_choices
from coaching.teams.rules.standing import MAY_FOLLOW
from coaching.teams.values import CohortFacts, PlaceFacts, TeamStanding

MODELS: dict[str, Later] = {
    'community': later('Community Cafés'), 'parent': later('Parent Cafés'), 'school': later('School CAFÉs'),
}  # fmt: skip
STANDINGS: dict[TeamStanding, Later] = {
    TeamStanding.FORMING: later('Forming'),
    TeamStanding.ACTIVE: later('Active'),
    TeamStanding.RESTING: later('Resting'),
    TeamStanding.SUSTAINING: later('Goes on by itself'),
    TeamStanding.CLOSED: later('Closed'),
}


class TeamDetails(Form):
    """A team as a coordinator says it."""

    name = TextField(later('Name of the team'), limit=120)
    cafe_name = TextField(later('Name of their café'), optional=True, limit=120, hint=later('What people there call it, such as Café Sol'))
    models = ManyField(later('Kinds of cafés'), choices=tuple(MODELS.items()), default=['community'])
    languages = ManyField(
        later('Languages of the team'), choices=lambda: [(one.code, one.name) for one in words.LANGUAGES.values()], default=['en']
    )  # fmt: skip
    serves = TextField(later('Whom do they serve?'), optional=True, limit=300)
    place_id = ChoiceField(later('Place'), coerce=int, optional=True, default=0)
    version = WholeNumberField(least=1, default=1)

    def offer(self, places: Iterable[PlaceFacts], *, or_none: bool) -> TeamDetails:
        """Offer these places, and none where that may be said."""
        self.place_id.choices = place_choices(places, or_none=or_none)
        return self

    def fields(self) -> dict[str, Any]:
        """What was written, by the names of a team's fields."""
        return {
            'name': self.name.data, 'cafe_name': self.cafe_name.data or '', 'models': list(self.models.data),
            'languages': list(self.languages.data), 'serves': self.serves.data or '', 'place_id': self.place_id.data or None,
        }  # fmt: skip


class NewTeam(TeamDetails):
    """A team and who leads it."""

    lead_name = NameField(later('Who leads the team?'), hint=later('Their full name. It can change later.'))
    lead_email = EmailField(
        later('Their email address'), optional=True, hint=later('We write to them how to come in. Without one, they sign in with a card.')
    )  # fmt: skip
    language = LanguageField(later('Language of the email'))


class Standing(Form):
    """Where a team stands from now on."""

    standing = ChoiceField(later('The team is now'))
    why = TextField(later('Why?'), optional=True, limit=500, hint=later('For resting and closing. It stays in the history.'))

    def offer(self, now: TeamStanding) -> Standing:
        """Offer what may follow."""
        self.standing.choices = [(one.value, STANDINGS[one]) for one in MAY_FOLLOW[now]]
        return self


class TakesPart(Form):
    """An organisation that takes part."""

    group = TextField(later('School, agency or group'), limit=160)


class Sieve(Form):
    """Which teams are listed."""

    standing = ChoiceField(later('Where they stand'), optional=True, default='')
    coach = ChoiceField(later('Coach'), optional=True, default='', choices=(('', later('All')), ('none', later('Without a coach'))))
    cohort = ChoiceField(later('Cohort'), coerce=int, optional=True, default=0)

    def offer(self, cohorts: Collection[CohortFacts]) -> Sieve:
        """Offer these cohorts, and every standing."""
        self.standing.choices = [('', _('All that go on')), *((one.value, words) for one, words in STANDINGS.items())]
        self.cohort.choices = [(0, _('All')), *((one.id, one.name) for one in cohorts)]
        return self
