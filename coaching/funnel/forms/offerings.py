"""All that a coordinator edits of an offering. The fields for words stand once for each language that the network speaks."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from coaching.funnel.forms.dates import Placed, place_fields, seat_fields, trainer_field
from coaching.funnel.rules.recurrence import DAYS, Pattern
from coaching.funnel.values import Kind
from coaching.kit import words
from coaching.kit.forms import ChoiceField, Form, LongTextField, ManyField, Sent, TextField, TimeField, WholeNumberField
from coaching.kit.words import _, later, n_
from coaching.people.forms import zones

WEEKLY, MONTHLY, NEVER = 'weekly', 'monthly', 'never'
HOW_OFTEN = (
    (WEEKLY, later('On days of the week')),
    (MONTHLY, later('On one day of the month, like the second Tuesday')),
    (NEVER, later('No rule: every date is added by hand')),
)
WEEKDAYS = (
    ('MO', later('Monday')), ('TU', later('Tuesday')), ('WE', later('Wednesday')), ('TH', later('Thursday')), ('FR', later('Friday')),
    ('SA', later('Saturday')), ('SU', later('Sunday')),
)  # fmt: skip
ORDER = (
    ('', later('Choose one')), ('1', later('the first')), ('2', later('the second')), ('3', later('the third')), ('4', later('the fourth')),
    ('5', later('the fifth, where there is one')), ('-1', later('the last')),
)  # fmt: skip
KINDS = (
    (str(Kind.TASTE), later('A Taste: the first step')),
    (str(Kind.INTRO), later('An Intro: the second step')),
    (str(Kind.TRAINING), later('A Training: the third step')),
    (str(Kind.OTHER), later('Something else: it moves nobody on')),
)
FIRST = (('', later('Nothing')), (str(Kind.TASTE), later('A Taste')), (str(Kind.INTRO), later('An Intro')))
QUESTIONS = 4
TEXTS = ('title', 'summary', 'body')


def _words(languages: Sequence[str]) -> dict[str, Any]:
    """Title, summary and body in each language; the first language cannot do without a title."""
    fields: dict[str, Any] = {}
    for number, code in enumerate(languages):
        name = words.LANGUAGES[code].name
        fields[f'title_{code}'] = TextField(
            later('Title (%(language)s)', language=name), missing=later('Write a title'), optional=number > 0, limit=120
        )
        fields[f'summary_{code}'] = TextField(later('In one line (%(language)s)', language=name), optional=True, limit=400)
        fields[f'body_{code}'] = LongTextField(
            later('More about it (%(language)s)', language=name), optional=True, limit=8000,
            hint=later('An empty line begins a paragraph, - a list, **two stars** make bold.'),
        )  # fmt: skip
    return fields


def _times() -> dict[str, Any]:
    return {
        'how_often': ChoiceField(later('How often?'), missing=later('Choose how often it takes place'), choices=HOW_OFTEN, default=WEEKLY),
        'weekdays': ManyField(later('Days of the week'), choices=WEEKDAYS, optional=True),
        'nth': ChoiceField(later('Which one in the month?'), choices=ORDER, optional=True),
        'month_day': ChoiceField(later('Day'), choices=(ORDER[0], *WEEKDAYS), optional=True),
        'every': WholeNumberField(
            later('Every how many weeks, or months?'), least=1, most=12, default=1, hint=later('1 is every one, 2 every second one.')
        ),
        'wall_time': TimeField(later('Time of day'), missing=later('Write the time of day when it begins')),
        'zone': ChoiceField(later('Time zone'), missing=later('Choose a time zone'), choices=zones),
        'minutes': WholeNumberField(
            later('How many minutes?'), missing=later('Write how many minutes it takes'), least=10, most=1440,
            hint=later('Of one part, where there are several.'),
        ),
        'parts': WholeNumberField(
            later('How many parts?'), missing=later('Write how many parts it has, like 1'), least=1, most=12, default=1
        ),
        'days_between_parts': WholeNumberField(later('Days from one part to the next'), least=0, most=60, default=7),
        'weeks_ahead': WholeNumberField(later('How many weeks ahead are dates made?'), least=0, most=52, default=8),
    }


def _terms() -> dict[str, Any]:
    return {
        'fee': TextField(
            later('What it costs, in words'), optional=True, limit=80, hint=later('Leave it empty if it is free. No money is taken here.')
        ),
        'prerequisite': ChoiceField(later('What comes first?'), choices=FIRST, optional=True),
        'min_minutes': WholeNumberField(
            later('Minutes that count as having come'), least=0, most=1440, default=0, hint=later('0: any time counts.')
        ),
        'min_parts': WholeNumberField(later('Parts that count as having come'), least=1, most=12, default=1),
        'trainers': trainer_field(later('Who usually leads it')),
    }


def _questions(languages: Sequence[str]) -> dict[str, Any]:
    return {
        f'question_{number}_{code}': TextField(
            later('Question %(number)s (%(language)s)', number=number, language=words.LANGUAGES[code].name), optional=True, limit=200
        )
        for number in range(1, QUESTIONS + 1)
        for code in languages
    }


class OfferingForm(Placed):
    """Everything of an offering but its kind; `version` is that of the record somebody saw."""

    spoken: tuple[str, ...] = ()

    def rule(self) -> str:
        """How often, as a rule; '' for none or one that was not chosen whole."""
        every = self['every'].data or 1
        if self['how_often'].data == WEEKLY and self['weekdays'].data:
            return Pattern(tuple(DAYS.index(day) for day in self['weekdays'].data), None, every).rule
        if self['how_often'].data == MONTHLY and self['nth'].data and self['month_day'].data:
            return Pattern((DAYS.index(self['month_day'].data),), int(self['nth'].data), every).rule
        return ''

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then those that depend on another one."""
        super().validate(extra_validators)
        parts, minutes = self['parts'].data or 1, self['minutes'].data or 1440
        wrong = {
            'weekdays': self['how_often'].data == WEEKLY and not self['weekdays'].data and _('Choose at least one day'),
            'nth': self['how_often'].data == MONTHLY and not self['nth'].data and _('Choose which one'),
            'month_day': self['how_often'].data == MONTHLY and not self['month_day'].data and _('Choose a day'),
            'days_between_parts': parts > 1 and self['days_between_parts'].data == 0 and _('Write 1 or more: parts are on different days'),
            'min_parts': (self['min_parts'].data or 0) > parts and n_('There is only %(n)s part', 'There are only %(n)s parts', parts),
            'min_minutes': (self['min_minutes'].data or 0) > minutes and _('A part has only %(minutes)s minutes', minutes=minutes),
        }
        for name, sentence in wrong.items():
            if sentence and not self[name].errors:
                self[name].errors = [sentence]
        return not self.mistakes

    @property
    def question_mistakes(self) -> bool:
        """Whether something is wrong with a question, which then must be seen."""
        return any(field.errors for field in self if field.name.startswith('question_'))

    def stored(self) -> dict[str, Any]:
        """The offering's own columns."""
        plain = ('wall_time', 'zone', 'minutes', 'parts', 'days_between_parts', 'weeks_ahead', 'min_minutes', 'min_parts')
        return {
            **self.placed(),
            **{name: self[name].data for name in plain},
            'rule': self.rule(),
            'fee': self['fee'].data or '',
            'prerequisite': self['prerequisite'].data or '',
        }

    def texts(self) -> dict[str, dict[str, str]]:
        """Title, summary and body by language."""
        return {code: {text: self[f'{text}_{code}'].data or '' for text in TEXTS} for code in self.spoken}

    def questions(self) -> list[dict[str, str]]:
        """The optional questions in order, each by language; one without words is none."""
        numbers = range(1, QUESTIONS + 1)
        asked = [{code: self[f'question_{number}_{code}'].data or '' for code in self.spoken} for number in numbers]
        return [one for one in asked if any(one.values())]


@functools.cache
def offering_form(languages: tuple[str, ...], *, is_new: bool = False) -> type[OfferingForm]:
    """The form in these languages; a new offering's asks for its kind too."""
    fields = _words(languages)
    if is_new:
        fields['kind'] = ChoiceField(later('What is it?'), missing=later('Choose what it is'), choices=KINDS)
    fields |= {**_times(), **place_fields(), **seat_fields(), **_terms(), **_questions(languages)}
    fields['version'] = WholeNumberField(optional=True)
    return type('OfferingForm', (OfferingForm,), {**fields, 'spoken': languages})


def rule_fields(rule: str) -> dict[str, Any]:
    """What the fields show of a rule."""
    pattern = Pattern.read(rule)
    if pattern is None:
        return {'how_often': NEVER}
    if pattern.nth is None:
        return {'how_often': WEEKLY, 'weekdays': [DAYS[day] for day in pattern.weekdays], 'every': pattern.interval}
    return {'how_often': MONTHLY, 'nth': str(pattern.nth), 'month_day': DAYS[pattern.weekdays[0]], 'every': pattern.interval}


class Answers(Form):
    """A person's answers to an offering's questions."""

    def answers(self) -> dict[int, str]:
        """By the question's id."""
        return {int(name.removeprefix('q')): field.data or '' for name, field in self._fields.items()}


def answers_form(asked: Sequence[tuple[int, str, str]], sent: Sent | None = None) -> Answers:
    """The form for these questions, each with its id, its words and what was answered before."""
    form = type('Answers', (Answers,), {f'q{number}': LongTextField(label, optional=True, limit=500) for number, label, _said in asked})
    return form(sent, data={f'q{number}': said for number, _label, said in asked})
