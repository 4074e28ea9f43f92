"""What the gallery shows: invented people and dates, short and very long, in English and Spanish."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.kit import forms
from coaching.kit.words import language, later

ZONE = 'America/Chicago'
FRIDAY = datetime.datetime(2026, 12, 4, 18, tzinfo=datetime.UTC)
LANGUAGES = [('en', 'English'), ('es', 'Español')]
LONG_NAME = 'María Guadalupe del Carmen Fernández-Villaseñor y Etxeberria-Goikoetxea de la Santísima Trinidad'
LONG_WORD = 'Elternbeteiligungsförderungsgemeinschaftsvorsitzende'
LONG_PLACE = f'{LONG_WORD} at the Early Learning and Family Resource Center of the Upper Cottonwood Valley'
NAMES = {
    'en': ['Alma Reyes', 'Dana Whitaker', 'Efraín Solís', 'Grace Okafor', 'Hannah Lee', 'José Ángel Ruiz', 'Keisha Brown', 'Lin Tran'],
}
NAMES['es'] = NAMES['en']
PLACES = ['Willow Street School', 'Riverbend Family Center', '', 'Harbor Point schools', 'Maple Library', 'Casa Familia', '', 'North Hall']


@dataclasses.dataclass(frozen=True, slots=True)
class Date:
    """A session as its card needs it."""

    session_id: int
    title: str
    starts_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history as its list needs it."""

    id: int
    happened_at: datetime.datetime
    sentence: str
    by_name: str
    why: str = ''

    def said(self, _zone: str) -> str:
        return self.sentence

    def who(self) -> str:
        return self.by_name


class SignUp(forms.Form):
    """Every kind of field."""

    name = forms.NameField(later('Your name'))
    email = forms.EmailField(later('Email address'), hint='We send your link to join here')
    phone = forms.PhoneField(later('Phone'), optional=True)
    language = forms.LanguageField(later('What language do you want us to use?'))
    group = forms.TextField(later('School, agency or group'), optional=True, autocomplete='organization')
    heard = forms.ChoiceField(later('How did you hear of us?'), choices=[(str(n), f'{n}. way to hear of a café') for n in range(1, 9)])
    days = forms.ManyField(later('Which days suit you?'), choices=[('mon', 'Monday'), ('fri', 'Friday')], hint='Choose all that do')
    day = forms.DateField(later('Day'), hint='Like 11/20/2026')
    clock = forms.TimeField(later('Time'))
    seats = forms.WholeNumberField(later('How many spots?'))
    words = forms.LongTextField(later('What would help you take part?'), optional=True)
    sheet = forms.FileField(later('A list of people'), endings=('csv', 'xlsx'), optional=True)
    colleague = forms.YesField(later('I am signing up somebody else'))
    website = forms.TrapField(later('Leave this empty'))


def dates(long: bool) -> list[Date]:
    """Three dates that are coming."""
    week = datetime.timedelta(days=7)
    title = {'en': 'A Taste of Cafés', 'es': 'Una prueba de los cafés'}[language()]
    return [Date(n, LONG_PLACE if long else title, FRIDAY + n * week) for n in range(3)]


def entries(long: bool) -> list[Entry]:
    """What happened to something."""
    by = LONG_NAME if long else 'Rosa Delgado'
    return [
        Entry(2, FRIDAY, f'{by} moved the date from Nov 27 to Dec 4.', by, LONG_PLACE if long else 'The hall is closed that week.'),
        Entry(1, FRIDAY - datetime.timedelta(days=9), 'The date was set.', 'by itself'),
    ]
