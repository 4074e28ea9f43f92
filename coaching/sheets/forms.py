"""The forms of files about teams: what a file is a list of, and what each of its columns holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from coaching.coaches.rules.taxonomy import MODES
from coaching.funnel.forms.imports import ColumnForm, with_columns
from coaching.funnel.reading.values import Sheet
from coaching.kit.forms import ChoiceField, Form, LanguageField, WholeNumberField
from coaching.kit.words import _, later
from coaching.sheets.values import Columns, Kind
from coaching.teams.forms import place_choices
from coaching.teams.values import PlaceFacts

PEOPLE = 'people'
TEXTS = ('going_well', 'in_the_way', 'note')
LONGEST_SHOWN = 40
KINDS = {
    Kind.TEAMS: later('Teams: one on each line'),
    Kind.MEMBERS: later('Who is in which team'),
    Kind.ASSIGNMENTS: later('Who coaches which team'),
    Kind.TALKS: later('Talks of coaches and teams'),
}
_TEAM = {'team': later('Name of the team')}
_COACH = {'coach': later('Name of the coach'), 'coach_email': later('Email address of the coach')}
MEANINGS: Mapping[Kind, Mapping[str, str]] = {
    Kind.TEAMS: {
        **_TEAM,
        'cafe_name': later('Name of their café'),
        'place': later('Place'),
        'models': later('Kind of café'),
        'languages': later('Languages'),
        'serves': later('Whom it serves'),
        'lead': later('Name of who leads the team'),
        'lead_email': later('Email address of who leads'),
        'lead_phone': later('Phone number of who leads'),
        **_COACH,
        'began_on': later('Since when there is the team'),
        'step': later('The step that they have come to'),
        'step_on': later('When they came to that step'),
        'state': later('Where the team stands: active, resting'),
        'why': later('Why it rests or is closed'),
    },
    Kind.MEMBERS: {
        **_TEAM,
        'name': later('Full name'),
        'first_name': later('First name'),
        'last_name': later('Last name'),
        'email': later('Email address'),
        'phone': later('Phone number'),
        'language': later('Language'),
        'role': later('Their part in the team'),
        'is_parent_leader': later('A parent who leads: yes or no'),
        'began_on': later('Since when in the team'),
    },
    Kind.ASSIGNMENTS: {
        **_TEAM,
        **_COACH,
        'role': later('As what: lead coach, co-coach, apprentice, seasoned host'),
        'began_on': later('From which day'),
        'ended_on': later('Until which day'),
    },
    Kind.TALKS: {
        **_TEAM,
        **_COACH,
        'happened_on': later('The day of the talk'),
        'how': later('Held, or only tried'),
        'mode': later('How: in person, phone, video'),
        'minutes': later('Minutes together'),
        'travel': later('Minutes of travel'),
        'going_well': later('What goes well'),
        'in_the_way': later('What is in the way'),
        'note': later('A note'),
        'visibility': later('Who may read it: the team too, or coaches only'),
    },
}


class SayKind(Form):
    """What a file is a list of."""

    kind = ChoiceField(later('What is this a list of?'))

    def offer(self, *, people: bool) -> SayKind:
        """Offer every kind; people to whoever may bring them in."""
        self.kind.choices = [*KINDS.items(), *([(PEOPLE, later('People, and what they came to'))] if people else [])]
        return self


class TeamColumns(ColumnForm):
    """What holds for a whole file about teams."""

    day_first = ChoiceField(
        later('What is 3/4/2026 in this file?'), choices=(('month', later('March 4, 2026')), ('day', later('April 3, 2026')))
    )  # fmt: skip
    KIND = Kind.ASSIGNMENTS
    NEEDED: tuple[tuple[str, ...], ...] = (('team',), ('coach',))

    def lacking(self, chosen: Collection[str]) -> str:
        """Without these no row can be taken."""
        missing = [one[0] for one in self.NEEDED if not set(one) & set(chosen)]
        return _('Say which column holds this: %(what)s.', what=MEANINGS[self.KIND][missing[0]]) if missing else ''

    def offer(self, _places: Iterable[PlaceFacts]) -> TeamColumns:
        return self

    def chosen(self) -> Columns:
        """What was chosen."""
        spoken = self['every_language'].data if 'every_language' in self else 'en'
        every = {name.removeprefix('every_'): self[name].data for name in EVERY if name in self and self[name].data}
        return Columns(self.KIND, self.places, self.day_first.data == 'day', spoken, every)


class OfTeams(TeamColumns):
    """A list of teams."""

    every_place_id = ChoiceField(later('Where are teams whose row does not say it?'), coerce=int, optional=True, default=0)
    every_language = LanguageField(later('Language of those whose row does not say it'))
    KIND = Kind.TEAMS
    NEEDED = (('team',),)

    def offer(self, places: Iterable[PlaceFacts]) -> OfTeams:
        """Offer these places, and none."""
        self.every_place_id.choices = place_choices(places, or_none=True)
        return self


class OfMembers(TeamColumns):
    """A list of people of teams."""

    every_language = LanguageField(later('Language of those whose row does not say it'))
    KIND = Kind.MEMBERS
    NEEDED = (('team',), ('name', 'first_name', 'last_name'))


class OfTalks(TeamColumns):
    """A list of talks."""

    every_mode = ChoiceField(later('How were talks whose row does not say it?'), choices=tuple(MODES.items()), default='phone')
    every_minutes = WholeNumberField(
        later('How many minutes were talks whose row does not say it?'), optional=True, least=1, most=1440,
        hint=later('Leave it empty, and such rows stay outside'),
    )  # fmt: skip
    every_visibility = ChoiceField(
        later('Who may read notes whose row does not say it?'), default='coaches',
        choices=(('coaches', later('Coaches only')), ('shared', later('The team, too'))),
    )  # fmt: skip
    KIND = Kind.TALKS
    NEEDED = (('team',), ('coach',), ('happened_on',))


EVERY = ('every_place_id', 'every_mode', 'every_minutes', 'every_visibility')
FORMS: Mapping[Kind, type[TeamColumns]] = {
    Kind.TEAMS: OfTeams, Kind.MEMBERS: OfMembers, Kind.ASSIGNMENTS: TeamColumns, Kind.TALKS: OfTalks,
}  # fmt: skip


def columns_of(known: Columns, sheet: Sheet) -> type[TeamColumns]:
    """The form for the columns of this sheet; what coaches wrote of their talks is for coaches, not for whoever brings it in."""
    return with_columns(FORMS[known.kind], sheet, MEANINGS[known.kind], unshown=_words_of_talks(known, sheet))


def _words_of_talks(known: Columns, sheet: Sheet) -> frozenset[int]:
    """Columns of a list of talks in which somebody wrote more than a word or two."""
    if known.kind is not Kind.TALKS:
        return frozenset()
    long = {place for row in sheet.rows for place, cell in enumerate(row.cells) if len(cell) > LONGEST_SHOWN}
    return frozenset(long | {place for what, place in known.at.items() if what in TEXTS})


def columns_data(columns: Columns) -> dict[str, object]:
    """What was chosen, as the form holds it."""
    told: dict[str, object] = {f'column_{place}': what for what, place in columns.at.items()}
    every = {f'every_{name}': value for name, value in columns.every.items()}
    return told | {'day_first': 'day' if columns.day_first else 'month', 'every_language': columns.language} | every
