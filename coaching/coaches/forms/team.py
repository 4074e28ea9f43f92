"""What a team and its coach write to each other: the next talk, steps, a call for help, the plan."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.coaches.rules.planning import PLAN_PARTS
from coaching.coaches.rules.taxonomy import MODES
from coaching.kit.forms import ChoiceField, DateField, Form, LongTextField, TextField, TimeField, WholeNumberField
from coaching.kit.words import later
from coaching.teams.rules.next_steps import WHY_DROPPED


class Plan(Form):
    """When and how a coach and a team talk next."""

    team_id = ChoiceField(later('Which team?'), coerce=int)
    day = DateField(later('On which day?'))
    time = TimeField(later('At what time?'))
    minutes = WholeNumberField(later('How many minutes?'), least=5, most=600, default=30)
    mode = ChoiceField(later('How will you talk?'), choices=list(MODES.items()), default='phone')
    where_words = TextField(
        later('Where?'), optional=True, limit=300, hint=later('A place, a number to call or a link. It stands in the email.')
    )  # fmt: skip

    def offer(self, teams: Sequence[tuple[int, str]]) -> Plan:
        """Offer these teams; the only one is chosen."""
        self.team_id.choices = list(teams)
        if len(teams) == 1 and self.team_id.data is None:
            self.team_id.data = teams[0][0]
        return self


class Words(Form):
    """A few words in a call for help."""

    words = LongTextField(later('In your own words'), limit=2000)


class Answer(Form):
    """A line in a call for help."""

    words = LongTextField(later('Your answer'), limit=2000)


class More(Form):
    """What a team adds to its call for help."""

    words = LongTextField(later('Do you want to add something?'), limit=2000)


class Step(Form):
    """One thing that a team will do."""

    what = TextField(later('What will be done?'), limit=300)
    owner = ChoiceField(later('Who does it?'), coerce=int, optional=True, default=0)
    due = DateField(later('By when?'), optional=True)

    def offer(self, owners: Sequence[tuple[int, str]]) -> Step:
        """Offer whoever may own it."""
        self.owner.choices = [(0, later('The whole team')), *owners]
        return self


class Why(Form):
    """Why a step is let go, in one tap."""

    why = ChoiceField(later('Why do you let it go?'), choices=list(WHY_DROPPED.items()))


class Yes(Form):
    """A yes to a plan, with the day on which it is looked at again."""

    review_on = DateField(later('When do we look at this plan again?'), optional=True)


class WithReview(Form):
    """The plan's parts stand beside the day on which it is looked at again."""

    review_on = DateField(later('When do we look at this plan again?'), optional=True)
    version = WholeNumberField(least=0, default=0)


PlanForm: type[WithReview] = type(
    'PlanForm', (WithReview,), {name: LongTextField(label, optional=True, limit=2000) for name, label in PLAN_PARTS.items()}
)
