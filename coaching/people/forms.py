"""What people write about themselves, and what is said when it is wrong."""

from __future__ import annotations

from coaching.kit.dates import zone_words
from coaching.kit.forms import ChoiceField, EmailField, Form, LanguageField, ManyField, NameField, PhoneField, WholeNumberField
from coaching.kit.words import _, later
from coaching.outbox.kinds import KINDS
from coaching.people.rules import LETTERS

ZONES = (
    'America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage',
    'Pacific/Honolulu', 'America/Puerto_Rico',
)  # fmt: skip
CHOSEN_KINDS = tuple(kind.name for kind in KINDS.values() if kind.name in LETTERS and not kind.asked_for)


def zones(now: str = '') -> list[tuple[str, str]]:
    """The zones that are offered, with the one that stands."""
    return [(name, zone_words(name)) for name in dict.fromkeys((*ZONES, *filter(None, (now,))))]


class Correction(Form):
    """A person's own details; `version` is that of the record they saw."""

    name = NameField(later('Full name'))
    email = EmailField(later('Email address'), optional=True)
    phone = PhoneField(later('Phone number'), optional=True)
    language = LanguageField(later('What language do you want us to use?'))
    zone = ChoiceField(later('Time zone'), optional=True)
    version = WholeNumberField(least=1)

    def offer(self, zone: str) -> Correction:
        """Offer the zones, the one that stands among them, and none: then the network's own counts."""
        self.zone.choices = [('', _('The same as the network')), *zones(zone)]
        return self

    def fields(self) -> dict[str, str]:
        """What was written, by the names of a record's fields."""
        return {name: self[name].data or '' for name in ('name', 'email', 'phone', 'language', 'zone')}


class Wanted(Form):
    """Which letters somebody wants."""

    wanted = ManyField(later('Send me'), optional=True, choices=tuple((kind, LETTERS[kind]) for kind in CHOSEN_KINDS))
