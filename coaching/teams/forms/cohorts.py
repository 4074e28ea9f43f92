"""What coordinators and coaches write about cohorts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coaching.kit.forms import ChoiceField, DateField, Form, ManyField, TextField, WholeNumberField
from coaching.kit.words import later
from coaching.teams.forms.records import place_choices
from coaching.teams.rules.cohorts import COHORT_KINDS
from coaching.teams.values import CohortKind, PlaceFacts


class CohortForm(Form):
    """A cohort as somebody says it."""

    name = TextField(later('Name'), limit=120, hint=later('Such as Fall 2026'))
    kind = ChoiceField(later('What brings them together?'), choices=tuple(COHORT_KINDS.items()), default=CohortKind.START.value)
    place_id = ChoiceField(later('Place'), coerce=int, optional=True, default=0)
    grant_words = TextField(later('Name of the grant'), optional=True, limit=160)
    began_on = DateField(later('Since when?'))
    ended_on = DateField(later('Until when?'), optional=True, hint=later('Leave it empty while it goes on.'))
    version = WholeNumberField(least=1, default=1)

    def offer(self, places: Iterable[PlaceFacts]) -> CohortForm:
        """Offer these places, and none."""
        self.place_id.choices = place_choices(places, or_none=True)
        return self

    def fields(self) -> dict[str, Any]:
        """What was written, by the names of a cohort's fields."""
        return {
            'name': self.name.data, 'kind': CohortKind(self.kind.data), 'place_id': self.place_id.data or None,
            'grant_words': self.grant_words.data or '', 'began_on': self.began_on.data,
        }  # fmt: skip


class TeamsToAdd(Form):
    """Which teams come in."""

    team_ids = ManyField(later('Which teams?'), coerce=int, missing=later('Choose a team.'))
