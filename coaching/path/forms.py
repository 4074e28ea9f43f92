"""What people write who want cafés where they live, what a coordinator writes of the first call, and what a team writes of its way."""

from __future__ import annotations

from collections.abc import Iterable

from coaching.kit.forms import (
    ChoiceField,
    DateField,
    EmailField,
    Form,
    LanguageField,
    LongTextField,
    NameField,
    PhoneField,
    TextField,
    TrapField,
    WholeNumberField,
)
from coaching.kit.words import later
from coaching.path.definition import paths
from coaching.path.values import BoldStepFacts
from coaching.teams.forms import place_choices
from coaching.teams.values import PlaceFacts


class Start(Form):
    """Three questions, and how to reach whoever asks."""

    place = TextField(later('Where would you like cafés?'), limit=200, hint=later('A school, a center, a part of town'))
    who = LongTextField(later('Who would do it with you?'), optional=True, limit=500, hint=later('It is fine if you are alone so far.'))
    hope = LongTextField(later('What do you hope for?'), optional=True, limit=1000)
    name = NameField(later('Full name'), missing=later('Write your full name'))
    email = EmailField(later('Email address'), missing=later('Write your email address, so that we can answer'))
    phone = PhoneField(later('Phone number'), optional=True, hint=later('We call you, if you like'))
    language = LanguageField(later('What language do you want us to use?'))
    website = TrapField('Website')


class Call(Form):
    """What the first call said."""

    on = DateField(later('On which day did you talk?'))
    minutes = WholeNumberField(later('How many minutes?'), optional=True, least=1, most=600)
    need = LongTextField(later('What is the need?'), limit=500, hint=later('In one sentence, in their words'))
    intention = LongTextField(later('What do they want to see?'), optional=True, limit=500)
    first_action = LongTextField(later('What is the first thing to do, and who does it?'), optional=True, limit=500)
    place_id = ChoiceField(later('Place'), coerce=int, optional=True, default=0)
    version = WholeNumberField(least=1, default=1)

    def offer(self, places: Iterable[PlaceFacts]) -> Call:
        """Offer these places, and none."""
        self.place_id.choices = place_choices(places, or_none=True)
        return self


class Fits(Form):
    """Whether it fits, and what follows."""

    fit = ChoiceField(
        later('Does it fit?'),
        choices=(('yes', later('Yes, a team begins')), ('not_now', later('Not now')), ('no', later('No'))),
    )  # fmt: skip
    team = TextField(later('Name of the team'), optional=True, limit=120, hint=later('Where it fits. It can change later.'))
    path = ChoiceField(later('Which path?'), optional=True)
    ask_again_on = DateField(later('When shall we ask again?'), optional=True, hint=later('Where it is not now'))
    version = WholeNumberField(least=1, default=1)

    def offer(self) -> Fits:
        """Offer the paths there are."""
        self.path.choices = [(path.key, path.head.title) for path in paths()]
        return self


class Day(Form):
    """A day that is over, to be drawn again."""

    on = DateField(later('Which day?'), hint=later('Like 11/20/2026'))

    @property
    def is_asked(self) -> bool:
        return bool(self.on.raw_data)


class BoldStep(Form):
    """What the team does next; `bold_id` is the one that is changed or ended, with the version that was seen."""

    what = TextField(later('What will you do next?'), limit=300, missing=later('Write what you will do next.'))
    who = TextField(later('Who does it?'), optional=True, limit=200)
    due_on = DateField(later('By which day?'), optional=True, hint=later('Like 11/20/2026'))
    bold_id = WholeNumberField(optional=True, least=0, most=10**12)
    version = WholeNumberField(optional=True, least=1, most=10**9, default=1)
    outcome = TextField(optional=True)

    @staticmethod
    def of(bold: BoldStepFacts) -> BoldStep:
        """The form as the step stands."""
        return BoldStep(data={'what': bold.what, 'who': bold.who, 'due_on': bold.due_on})
