"""The forms of those who want a spot."""

from __future__ import annotations

from coaching.kit.forms import ChoiceField, EmailField, Form, LanguageField, LongTextField, NameField, TextField, TrapField, YesField
from coaching.kit.words import later

LONGEST_GROUP = 160


class SignUp(Form):
    """Four fields, the last optional; a colleague's name appears only where somebody signs up another person."""

    name = NameField(later('Full name'), missing=later('Write your full name'))
    email = EmailField(
        later('Email address'), missing=later('Write your email address, so that we can send your link'),
        hint=later('We send your link here'),
    )  # fmt: skip
    group = TextField(
        later('School, agency or group'), optional=True, limit=LONGEST_GROUP, autocomplete='organization',
        hint=later('So that we know where cafés grow'),
    )  # fmt: skip
    language = LanguageField(later('What language do you want us to use?'))
    colleague = YesField(later('I am signing up somebody I work with'), optional=True)
    website = TrapField('Website')


class Needs(Form):
    """Asked behind the letter's link, never at sign-up."""

    access_needs = LongTextField(
        later('What would help you take part?'), optional=True, limit=500,
        hint=later('Captions, an interpreter, a place for a wheelchair. Only your trainers see it. We delete it 14 days after.'),
    )  # fmt: skip
    intro_question = LongTextField(
        later('What do you want to ask or see?'), optional=True, limit=500, hint=later('Your trainers read this before the day.')
    )


class Address(Form):
    """Another e-mail address for the same person."""

    email = EmailField(later('Your right email address'), missing=later('Write the email address that is right'))


class Lost(Form):
    """Send me my links again."""

    email = EmailField(
        later('Email address'), missing=later('Write the email address you signed up with'), hint=later('The one you signed up with')
    )
    website = TrapField('Website')


class Pulse(Form):
    """Two questions after a session; nobody's name is kept with the answers."""

    helps = ChoiceField(
        later('Could cafés help with what you face?'), optional=True,
        choices=(('yes', later('Yes')), ('maybe', later('Maybe')), ('no', later('No'))),
    )  # fmt: skip
    next = ChoiceField(
        later('What now?'), optional=True,
        choices=(
            ('ready', later('I want the next step')),
            ('talk', later('We need to talk at home first')),
            ('not_us', later('It is not for us')),
        ),
    )  # fmt: skip
