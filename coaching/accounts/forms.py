"""What people type to sign in and to set a network up."""

from __future__ import annotations

from coaching.kit import words
from coaching.kit.forms import ChoiceField, EmailField, Form, ManyField, NameField, TextField
from coaching.kit.words import later
from coaching.people.forms import zones


class Address(Form):
    """Where the letter goes; `next` is the page to go on to."""

    email = EmailField(later('Email address'), hint=later('We send you a code. You need no password.'))
    next = TextField('next', optional=True, limit=500)


class Code(Form):
    """The code of the letter."""

    code = TextField(
        later('Code'), missing=later('Type the code from the email'), limit=40, autocomplete='one-time-code',
        hint=later('Six letters and figures, like 7K4M2P'),
    )  # fmt: skip


class NewAddress(Form):
    """Another address to sign in with."""

    email = EmailField(later('Email address to sign in with'), id='sign-in-email')


class Desk(Form):
    """At which desk somebody with several roles sits."""

    desk = TextField('desk', optional=True, limit=40)


class Speak(Form):
    """The language of pages and letters; `next` is the page that was read."""

    language = TextField('language', optional=True, limit=20)
    next = TextField('next', optional=True, limit=500)


class SetUp(Form):
    """A new network and its first coordinator."""

    network = TextField(later('Name of your network'), missing=later('Write a name for your network'), limit=80)
    zone = ChoiceField(later('Time zone'), choices=zones, default='America/Chicago')
    languages = ManyField(
        later('Languages of your pages and emails'), choices=lambda: [(one.code, one.name) for one in words.LANGUAGES.values()],
        default=lambda: list(words.LANGUAGES),
    )  # fmt: skip
    name = NameField(later('Your full name'))
    email = EmailField(later('Your email address'), hint=later('You sign in with it'))
