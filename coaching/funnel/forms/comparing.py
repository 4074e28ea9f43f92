"""What two people wrote into the same form, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from coaching.kit.forms import Form
from coaching.kit.words import _


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else by now than what somebody typed."""

    label: str
    now: str
    typed: str


def differences(typed: Form, stands: Form) -> list[Difference]:
    """The fields in which what was typed is not what stands, in the order of the page; a version is none of them."""
    return [
        Difference(str(field.label.text), said(stands[field.name]), said(field))
        for field in typed
        if field.name in stands and field.name != 'version' and (field.data or None) != (stands[field.name].data or None)
    ]


def said(field: Any) -> str:
    """What stands in a field, as people read it."""
    if field.kind in ('many', 'choice'):
        return ', '.join(option.label for option in field.options if option.chosen) or _('nothing')
    return field.shown or _('nothing')
