"""What people write who want cafés where they live, what a coordinator writes of the first call, and what a team writes of its way."""

from __future__ import annotations

from collections.abc import Iterable

from coaching.kit.forms import (
    ChoiceField,
    DateField,
    EmailField,
    FileField,
    Form,
    LanguageField,
    LongTextField,
    NameField,
    PhoneField,
    TextField,
    TrapField,
    WholeNumberField,
)
from coaching.kit.tokens import random_token
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

    on = DateField(later('Which day?'))

    @property
    def is_asked(self) -> bool:
        return bool(self.on.raw_data)


class BoldStep(Form):
    """What the team does next; `bold_id` is the one that is changed or ended, with the version that was seen."""

    what = TextField(later('What will you do next?'), limit=300, missing=later('Write what you will do next.'))
    who = TextField(later('Who does it?'), optional=True, limit=200)
    due_on = DateField(later('By which day?'), optional=True)
    bold_id = WholeNumberField(optional=True, least=0, most=10**12)
    version = WholeNumberField(optional=True, least=1, most=10**9, default=1)
    outcome = TextField(optional=True)

    @staticmethod
    def of(bold: BoldStepFacts) -> BoldStep:
        """The form as the step stands."""
        return BoldStep(data={'what': bold.what, 'who': bold.who, 'due_on': bold.due_on})


class Proof(Form):
    """Something that a team did, with its day."""

    words = LongTextField(later('What did you do?'), limit=1000, missing=later('Write a few words about what you did.'))
    on = DateField(later('On which day?'), optional=True, hint=later('Leave it empty for today'))
    code = ChoiceField(later('Which part does it show?'), optional=True)
    url = TextField(later('A link'), optional=True, limit=500, hint=later('It begins with https://'))
    file = FileField(
        later('A photo or a PDF'), optional=True, megabytes=10, endings=('jpg', 'jpeg', 'png', 'webp', 'gif', 'pdf'),
        hint=later('No child’s name or face. At most 10 MB.'),
    )  # fmt: skip
    nonce = TextField('nonce', optional=True, limit=64)

    def offer(self, parts: Iterable[tuple[str, str]]) -> Proof:
        """Offer these parts of the step, and all of it; and a mark, so that the same form tells once."""
        self.code.choices = [('', later('All of this step')), *parts]
        self.nonce.data = self.nonce.data or random_token()
        return self


class Why(Form):
    """A coach's reason, in a few words."""

    why = LongTextField(
        later('Why?'), limit=500, hint=later('The team reads it.'), missing=later('Say why in a few words. The team reads it.')
    )  # fmt: skip


class Stays(Form):
    """Why parts of a step may stay as they are; `code` is the one that is meant, all that are not reached where it is empty."""

    why = LongTextField(
        later('Why may it stay as it is?'), limit=500, hint=later('The team reads it.'),
        missing=later('Say why in a few words. The team reads it.'),
    )  # fmt: skip
    code = TextField('code', optional=True)


class Share(Form):
    """One answer that its writer shares."""

    question = ChoiceField(later('Which question?'), coerce=int)
    words = LongTextField(later('What you want to share'), limit=2000, missing=later('Write what you want to share.'))

    def offer(self, questions: Iterable[str]) -> Share:
        """Offer these questions."""
        self.question.choices = list(enumerate(questions, start=1))
        return self


class Entry(Form):
    """One line of what a team has."""

    kind = ChoiceField(
        later('What is it?'),
        choices=(('strength', later('A strength')), ('resource', later('Something we can use')), ('commitment', later('Who will do what'))),
    )  # fmt: skip
    words = TextField(later('In a few words'), limit=300, missing=later('Write a few words.'))
    nonce = TextField('nonce', optional=True, limit=64)

    def offer(self) -> Entry:
        """Offer a mark, so that the same form lists once."""
        self.nonce.data = self.nonce.data or random_token()
        return self


class Told(Form):
    """Which thing is meant by a button, and how it was when it was shown."""

    id = WholeNumberField(optional=True, least=0, most=10**12)
    code = TextField(optional=True, limit=8)
    mark = WholeNumberField(optional=True, least=0, most=2)
    seen = WholeNumberField(optional=True, least=0, most=10**9, default=0)
