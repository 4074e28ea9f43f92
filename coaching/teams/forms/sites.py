"""What a team writes about places where cafés may begin."""

from __future__ import annotations

from collections.abc import Iterable

from coaching.kit.forms import ChoiceField, Form, TextField, WholeNumberField
from coaching.kit.words import _, later
from coaching.teams.forms.meetings import named
from coaching.teams.rules.pilot_sites import SITE_STATES
from coaching.teams.values import Owner, SiteFacts, SiteState


class Site(Form):
    """A place and who introduced it."""

    name = TextField(later('What is the place called?'), limit=160)
    introduced_by_id = ChoiceField(later('Who introduced you there?'), coerce=int, optional=True, default=0)
    introduced_words = TextField(
        later('If it was somebody else, who?'), optional=True, limit=160,
        hint=later('Their part is enough, such as “the librarian”'),
    )  # fmt: skip
    state = ChoiceField(later('How does it stand?'), choices=tuple(SITE_STATES.items()), default=SiteState.POSSIBLE.value)
    version = WholeNumberField(least=1, default=1)

    def offer(self, owners: Iterable[Owner], stands: SiteFacts | None = None) -> Site:
        """Offer these people, and whoever stands there now."""
        choices = {0: _('Nobody of us'), **{one.person_id: named(one) for one in owners}}
        if stands and stands.introduced_by_id:
            choices.setdefault(stands.introduced_by_id, stands.introduced_by)
        self.introduced_by_id.choices = list(choices.items())
        return self


class SiteStands(Form):
    """How a place stands from today."""

    state = ChoiceField(later('How does it stand?'), choices=tuple(SITE_STATES.items()))
    note = TextField(later('A few words about it'), optional=True, limit=300)
