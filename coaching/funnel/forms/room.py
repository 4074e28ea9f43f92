"""The forms of the trainer's room."""

from __future__ import annotations

from coaching.kit.forms import (
    ChoiceField,
    EmailField,
    FileField,
    Form,
    LanguageField,
    LongTextField,
    NameField,
    PhoneField,
    TextField,
    WholeNumberField,
)
from coaching.kit.words import later


class Add(Form):
    """Somebody for a date: a name, and an address or a number where there is one."""

    name = NameField(later('Full name'), missing=later('Write the name of whom you sign up'))
    email = EmailField(later('Email address'), optional=True, autocomplete='off')
    phone = PhoneField(later('Phone number'), optional=True, autocomplete='off', hint=later('Without an email address we call'))
    group = TextField(later('School, agency or group'), optional=True, limit=160, autocomplete='off')
    language = LanguageField(later('Language for emails'))
    waived_why = TextField(
        later('Why without what comes first?'), optional=True, limit=500, hint=later('Only where the list says that something is missing')
    )
    nonce = TextField('nonce', optional=True, limit=64)


class WalkIn(Form):
    """Somebody who came without signing up; one field is enough."""

    name = NameField(later('Name'), missing=later('Write the name of who came'), autocomplete='off')
    email = EmailField(later('Email address'), optional=True, autocomplete='off')
    nonce = TextField('nonce', optional=True, limit=64)


class Paste(Form):
    """A list from a letter or a sheet."""

    people = LongTextField(
        later('The list'), missing=later('Paste or type at least one person'), limit=40_000,
        hint=later('One person on a line: name, email or phone, group. Copied from a table it works as well.'),
    )  # fmt: skip
    language = LanguageField(later('Language of their emails'))


class Finish(Form):
    """What becomes of those without a mark."""

    rest = ChoiceField(
        later('People without a mark'), optional=True,
        choices=(('not_here', later('They were not here')), ('unknown', later('Leave them as not known'))),
    )  # fmt: skip


class Correction(Form):
    """A mark put right, with its reason once the session is finished."""

    mark = ChoiceField(
        later('What is true?'), missing=later('Choose the mark that is true'),
        choices=(
            ('here', later('Here')), ('partly', later('Here for a part')), ('not_here', later('Not here')), ('excused', later('Excused')),
            ('none', later('No mark')),
        ),
    )  # fmt: skip
    part = WholeNumberField(later('Part'), least=1, most=12, optional=True)
    made_up_in = ChoiceField(later('Made up at another date?'), optional=True, coerce=int)
    why = TextField(
        later('Why?'), missing=later('Say in a few words why the mark changes'), optional=True, limit=500,
        hint=later('It stays beside the mark'),
    )  # fmt: skip


class TakeOff(Form):
    """Why somebody who walked in is taken off the list; asked for once the session is finished."""

    reason = TextField(
        later('Why?'), missing=later('Say in a few words why this person comes off the list'), optional=True, limit=500,
        hint=later('It stays in the history'),
    )  # fmt: skip


class Note(Form):
    """A trainer's own letter to the people of one date."""

    to_group = ChoiceField(
        later('To whom?'), missing=later('Choose who gets the email'),
        choices=(
            ('all', later('Everybody with a spot')), ('here', later('Who was here')), ('not_here', later('Who was not here')),
            ('waiting', later('Who waits in line')),
        ),
    )  # fmt: skip
    subject = TextField(later('Subject'), missing=later('Write what the email is about'), limit=150)
    body = LongTextField(
        later('Your email'), missing=later('Write the email'), limit=8000, hint=later('Write plainly. **Bold** and lists work.')
    )
    nonce = TextField('nonce', optional=True, limit=64)


class Report(Form):
    """A participant report of the meeting tool, uploaded or pasted."""

    report = FileField(later('The report as a file'), optional=True, hint=later('From Zoom, Google Meet or Microsoft Teams'))
    pasted = LongTextField(later('Or paste it here'), optional=True, limit=400_000)
    part = WholeNumberField(later('Part'), least=1, most=12, optional=True)


class Why(Form):
    """A reason that stays."""

    why = TextField(later('Why?'), missing=later('Say why in a few words'), limit=500)
