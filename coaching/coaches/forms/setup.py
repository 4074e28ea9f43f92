"""What coordinators write about coaches."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.kit.forms import ChoiceField, DateField, Form, LongTextField, ManyField, TextField, WholeNumberField, YesField
from coaching.kit.words import LANGUAGES, later
from coaching.teams.forms.teams import MODELS


class CanTake(Form):
    """How many teams somebody can coach, in which languages, and which kinds of cafés they know."""

    most_teams = WholeNumberField(later('How many teams at most?'), least=0, most=60)
    languages = ManyField(later('Languages'), choices=lambda: [(one.code, one.name) for one in LANGUAGES.values()])
    models = ManyField(later('Kinds of cafés'), choices=tuple(MODELS.items()), optional=True)


class Away(Form):
    """From when to when a coach is away, and who stands in."""

    by_id = ChoiceField(later('Who stands in?'), coerce=int)
    from_on = DateField(later('First day away'))
    until_on = DateField(later('First day back'))
    note = TextField(later('A note for whoever stands in'), optional=True, limit=1000)
    approved = YesField(later('Yes, also where they are of the team themselves'))

    def offer(self, people: Sequence[tuple[int, str]]) -> Away:
        """Offer these coaches; the only one is chosen."""
        self.by_id.choices = list(people)
        if len(people) == 1 and self.by_id.data is None:
            self.by_id.data = people[0][0]
        return self


class Assign(Form):
    """Who stands beside a team from now on."""

    person_id = ChoiceField(later('Who?'), coerce=int, optional=True)
    other = TextField(later('Somebody else'), optional=True, limit=120, hint=later('Their name or email address, as it stands with us'))
    role = ChoiceField(
        later('As what?'),
        choices=(
            ('lead', later('Coach')), ('co_coach', later('Co-coach')), ('apprentice', later('Apprentice coach')),
            ('seasoned_host', later('Seasoned host')),
        ),
        default='lead',
    )  # fmt: skip
    began_on = DateField(later('From which day?'))
    note = LongTextField(later('A note for them'), optional=True, limit=2000, hint=later('Coaches of the team read it; the team does not.'))
    approved = YesField(later('Yes, although they are of this team'))

    def offer(self, people: Sequence[tuple[int, str]]) -> Assign:
        """Offer these coaches, and nobody."""
        self.person_id.choices = list(people)
        return self


class Ending(Form):
    """From which day somebody no longer stands beside a team."""

    on = DateField(later('From which day are they no longer?'), optional=True)
    why = ChoiceField(
        later('Why?'),
        choices=(('left', later('They stop')), ('mistake', later('It was a mistake')), ('other', later('Something else'))), default='left',
    )  # fmt: skip
