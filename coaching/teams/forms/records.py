"""What coordinators write about people, places and organisations."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from coaching.kit import words
from coaching.kit.access import Actor, Grant
from coaching.kit.forms import ChoiceField, EmailField, Form, LanguageField, ManyField, NameField, TextField, WholeNumberField, YesField
from coaching.kit.words import _, later
from coaching.people.forms import Correction, zones
from coaching.teams.rules import KINDS, SECTORS
from coaching.teams.values import PlaceFacts

HELP_LINE = 'help_line_'
NO_PLACE = (0, later('No place'))


def place_choices(places: Iterable[PlaceFacts], *, or_none: bool = False) -> list[tuple[int, str]]:
    """These places, those inside another set in; and none, where that may be said."""
    return [*([NO_PLACE] if or_none else []), *((place.id, '– ' * place.depth + place.name) for place in places)]


class PersonEdit(Correction):
    """A person's details as a coordinator corrects them."""

    place_id = ChoiceField(later('Place'), coerce=int, optional=True)

    def offer_places(self, places: Iterable[PlaceFacts], *, or_none: bool) -> PersonEdit:
        """Offer these places, and none where that may be said."""
        self.place_id.choices = place_choices(places, or_none=or_none)
        return self


class Invite(Form):
    """Whom to invite, and to what."""

    name = NameField(later('Full name'))
    email = EmailField(later('Email address'))
    language = LanguageField(later('Language of the email'))
    role = ChoiceField(later('Their part'))

    def offer_roles(self, actor: Actor, places: Iterable[PlaceFacts]) -> Invite:
        """Offer the roles that are this coordinator's to give, for these places."""
        here = place_choices(places)
        own = [(f'coordinator {number}', _('Coordinator for %(place)s', place=name)) for number, name in here]
        own += [(f'coach {number}', _('Coach for %(place)s', place=name)) for number, name in here]
        everywhere = [
            ('trainer', _('Trainer')), ('coach', _('Coach for the whole network')), ('coordinator', _('Coordinator for the whole network')),
        ]  # fmt: skip
        self.role.choices = [*(everywhere if actor.everywhere('coordinator') else []), *own]
        return self

    @property
    def grant(self) -> Grant:
        """The role that was chosen."""
        role, _gap, place_id = self.role.data.partition(' ')
        return Grant(role, 'place', int(place_id)) if place_id else Grant(role, 'network', None)


class Belonging(Form):
    """To which organisation a person belongs."""

    group = TextField(later('School, agency or group'), limit=160)
    title = TextField(later('What they do there'), optional=True, limit=120)


class Place(Form):
    """A place and where it lies."""

    name = TextField(later('Name of the place'), limit=120)
    parent_id = ChoiceField(later('Inside'), coerce=int, optional=True)

    def offer(self, places: Iterable[PlaceFacts]) -> Place:
        """Offer the top, and every open place."""
        self.parent_id.choices = [(0, _('The whole network')), *place_choices(places)]
        return self


class Organisation(Form):
    """A school, agency or group."""

    name = TextField(later('Name'), limit=160)
    kind = ChoiceField(later('Kind'), choices=tuple(KINDS.items()), default='other')
    sector = ChoiceField(later('Part of the community'), choices=(('', later('Not said')), *SECTORS.items()), optional=True, default='')
    place_id = ChoiceField(later('Place'), coerce=int, optional=True, default=0)
    parent = TextField(later('Belongs to'), optional=True, limit=160, hint=later('Such as the district of a school'))
    is_funder = YesField(later('It gives money to this work'))
    version = WholeNumberField(least=1, default=1)

    def offer(self, places: Iterable[PlaceFacts], *, or_none: bool) -> Organisation:
        """Offer these places, and none where that may be said."""
        self.place_id.choices = place_choices(places, or_none=or_none)
        return self

    def fields(self, parent_id: int | None) -> dict[str, Any]:
        """What was written, by the names of a record's fields."""
        return {
            'name': self.name.data, 'kind': self.kind.data, 'sector': self.sector.data or '', 'is_funder': bool(self.is_funder.data),
            'place_id': self.place_id.data or None, 'parent_id': parent_id,
        }  # fmt: skip


class Network(Form):
    """The network's own words."""

    name = TextField(later('Name of the network'), limit=80)
    zone = ChoiceField(later('Time zone'))
    languages = ManyField(
        later('Languages of your pages and emails'), choices=lambda: [(one.code, one.name) for one in words.LANGUAGES.values()]
    )  # fmt: skip
    version = WholeNumberField(least=1)

    def offer(self, zone: str) -> Network:
        """Offer the zones, the one that stands among them."""
        self.zone.choices = zones(zone)
        return self

    @property
    def lines(self) -> list[str]:
        """The names of the fields for help lines, in the order of the network's languages."""
        return [field.name for field in self if field.name.startswith(HELP_LINE)]

    @property
    def help_lines(self) -> dict[str, str]:
        """The help lines as they were written, by languages."""
        return {name.removeprefix(HELP_LINE): self[name].data or '' for name in self.lines}


def network_form(languages: Sequence[str]) -> type[Network]:
    """The form for a network of these languages: whom to call stands once for each."""
    return _network_form(tuple(code for code in languages if code in words.LANGUAGES))


@functools.cache
def _network_form(languages: tuple[str, ...]) -> type[Network]:
    hint = later('Stands on every page and in every email: Call Rosa at 303-555-0148')
    fields = {
        f'{HELP_LINE}{code}': TextField(
            later('Help line (%(language)s)', language=words.LANGUAGES[code].name) if len(languages) > 1 else later('Help line'),
            optional=True, limit=200, hint='' if number else hint,
        )
        for number, code in enumerate(languages)
    }  # fmt: skip
    return type('NetworkForm', (Network,), fields)
