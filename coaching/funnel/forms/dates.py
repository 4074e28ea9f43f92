"""What is written about one date: its details, another time, why it is off; and a date beside the rule."""

from __future__ import annotations

import re
from typing import Any

from coaching.funnel.values import Mode
from coaching.kit import words
from coaching.kit.forms import ChoiceField, DateField, Form, LongTextField, ManyField, TextField, TimeField, WholeNumberField, YesField
from coaching.kit.words import _, later

ADDRESS = re.compile(r'https?://[^\s/?#@<>"]+\.?[^\s<>"]*')
MODES = (
    (str(Mode.ONLINE), later('Online')),
    (str(Mode.IN_PERSON), later('In person')),
    (str(Mode.HYBRID), later('Both: some come, some join online')),
)
ONE, FOLLOWING = 'one', 'following'
WHY = 300


class AddressField(TextField):
    """An address on the web that a page of ours may lead to."""

    limit = 500

    def read(self, text: str) -> str:
        """The address.

        :raises ValueError: it does not begin with https:// or http://
        """
        address = str(super().read(text))
        if address and not ADDRESS.fullmatch(address):
            raise ValueError(_('Paste the whole link; it starts with https://'))
        return address


def languages() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in words.LANGUAGES.values()]


def place_fields() -> dict[str, Any]:
    """Where a date is, and how to get in; the same fields for an offering and for one date."""
    return {
        'mode': ChoiceField(later('Where do people meet?'), missing=later('Choose where people meet'), choices=MODES),
        'location': TextField(
            later('Address of the place'), optional=True, limit=300, hint=later('The address, and which room. Everybody can read it.')
        ),
        'join_url': AddressField(
            later('Link to the online room'), optional=True, hint=later('Only people with a spot can open it, from 15 minutes before.')
        ),
        'join_by_phone': TextField(later('How to join by phone'), optional=True, limit=200),
    }


def seat_fields() -> dict[str, Any]:
    """For how many, and in which languages."""
    return {
        'capacity': WholeNumberField(
            later('How many spots?'), optional=True, least=1, most=100_000, hint=later('Leave it empty for no limit.')
        ),
        'languages': ManyField(
            later('Languages that are spoken'), missing=later('Choose at least one language that is spoken'), choices=languages
        ),
    }


def trainer_field(label: str) -> ManyField:
    return ManyField(label, optional=True, coerce=int)


class Placed(Form):
    """Any form with a place, seats and trainers."""

    def offer_trainers(self, trainers: list[tuple[int, str]]) -> None:
        self['trainers'].choices = trainers

    def placed(self) -> dict[str, Any]:
        """The fields of a date as they are stored."""
        return {
            'mode': self['mode'].data,
            'location': self['location'].data or '',
            'join_url': self['join_url'].data or '',
            'join_by_phone': self['join_by_phone'].data or '',
            'capacity': self['capacity'].data,
            'languages': self['languages'].data,
        }


def details_form() -> type[Placed]:
    """The details of one date; `version` is that of the record somebody saw."""
    leads = {'trainers': trainer_field(later('Who leads it')), 'version': WholeNumberField(least=1)}
    return type('DateDetails', (Placed,), {**place_fields(), **seat_fields(), **leads})


DateDetails = details_form()


class NewTime(Form):
    """When a date is instead, and why."""

    on = DateField(later('New day'), missing=later('Write the new day'))
    time = TimeField(later('New time of day'), missing=later('Write the new time of day'))
    scope = ChoiceField(later('Which dates?'), choices=((ONE, ''), (FOLLOWING, '')), default=ONE)
    why = LongTextField(later('Why?'), optional=True, limit=WHY, hint=later('It stands in the email to everybody concerned.'))
    sure = YesField()


class CallOff(Form):
    """Why a date does not take place, or takes place after all."""

    scope = ChoiceField(later('Which dates?'), choices=((ONE, ''), (FOLLOWING, '')), default=ONE)
    and_stop = YesField(later('Make no more dates after these'))
    why = LongTextField(later('Why?'), optional=True, limit=WHY, hint=later('It stands in the email to everybody concerned.'))


class NewDate(Form):
    """A date beside the rule."""

    on = DateField(later('Day'), missing=later('Write the day of the new date'))
    time = TimeField(later('Time of day'), missing=later('Write the time of day when it begins'))
