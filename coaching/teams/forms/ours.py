"""What a team writes about itself, and what whoever joins it writes."""

from __future__ import annotations

from coaching.kit.forms import EmailField, Form, LanguageField, NameField, TextField, TrapField, WholeNumberField, YesField
from coaching.kit.words import later


class InviteMember(Form):
    """Whom to ask by letter."""

    name = NameField(later('Full name'))
    email = EmailField(later('Email address'))
    language = LanguageField(later('Language of the email'))


class AddName(Form):
    """Somebody without an email address; it stands on one page with whom to ask by letter, so its fields have ids of their own."""

    name = NameField(later('Full name'), id='add-name')
    language = LanguageField(later('Their language'), id='add-language')
    is_another = YesField(later('This is another person with the same name'))


class ComeIn(Form):
    """Who scans the code on the table."""

    name = NameField(later('Your full name'))
    email = EmailField(
        later('Your email address'), optional=True, hint=later('With it you can see the page of your team. You can leave it empty.')
    )  # fmt: skip
    is_another = YesField(later('I am another person with the same name'))
    website = TrapField('Website')


class CafeName(Form):
    """What the team calls its café."""

    cafe_name = TextField(later('Name of our café'), optional=True, limit=120)
    version = WholeNumberField(least=1, default=1)


class Leaving(Form):
    """Why somebody leaves, if they want to say."""

    why = TextField(later('Do you want to say why?'), optional=True, limit=300, hint=later('Only the lead of your team reads it.'))
