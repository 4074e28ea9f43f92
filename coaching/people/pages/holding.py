"""What the pages about one's own record have in common, behind a letter's link and behind a sign-in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Request, Response

from coaching.kit import clock, forms
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import Later, _, later
from coaching.outbox.commands import EVERY_KIND
from coaching.outbox.queries import stops
from coaching.people import queries
from coaching.people.commands import correct, export, resume_letters, stop_letters, want_letters
from coaching.people.forms import CHOSEN_KINDS, Correction, Wanted
from coaching.people.rules import shown_phone
from coaching.people.values import Person

HEADINGS: dict[str, Later] = {
    'people': later('You'),
    'accounts': later('Signing in'),
    'teams': later('Your groups'),
    'funnel': later('Your sessions'),
    'readiness': later('Readiness'),
    'merged': later('Other records of you'),
}


def said(refused: Refused) -> str:
    """The sentence of a refusal in the reader's language."""
    return _(refused.reason.value, **refused.facts)


def correction_of(person: Person) -> Correction:
    """The form as the record stands."""
    known = {name: getattr(person, name) for name in ('name', 'email', 'language', 'zone', 'version')}
    return Correction(data=known | {'phone': shown_phone(person.phone)}).offer(person.zone)


async def corrected(request: Request, person: Person, *, by: Actor) -> tuple[Correction, int]:
    """Save what was sent: the form and 303, or the form with its mistakes and 422, or 409 where a rule said no."""
    form = (await forms.read(Correction, request)).offer(person.zone)
    if not form.validate():
        return form, 422
    try:
        await correct(person.id, **form.fields(), version=form.version.data, by=by, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        form.version.raw_data, form.version.data = None, person.version
        return form, 409
    return form, 303


async def letters_of(person_id: int) -> dict[str, Any]:
    """What a page about letters shows: the form, and whether all letters are stopped."""
    stopped = await stops(person_id)
    wanted = [kind for kind in CHOSEN_KINDS if kind not in stopped]
    return {'letters': Wanted(data={'wanted': wanted}), 'all_stopped': EVERY_KIND in stopped}


async def choose_letters(request: Request, person_id: int, back: str, *, by: Actor) -> Response:
    """Save which letters are wanted."""
    form = await forms.read(Wanted, request)
    if form.validate():
        await want_letters(person_id, form.wanted.data or (), among=CHOSEN_KINDS, by=by, now=clock.now())
    return go(request, back, say=_('Saved. We send you only these emails.'))


async def stop_all(request: Request, person_id: int, back: str, *, by: Actor) -> Response:
    """Do not write to me."""
    await stop_letters(person_id, EVERY_KIND, by=by, now=clock.now())
    return go(request, back, say=_('We will not write to you any more.'))


async def resume_all(request: Request, person_id: int, back: str, *, by: Actor) -> Response:
    """Write to me again."""
    await resume_letters(person_id, EVERY_KIND, by=by, now=clock.now())
    return go(request, back, say=_('We will write to you again.'))


async def held(request: Request, person: Person, template: str, **context: Any) -> Response:
    """Everything that is held, as a page to read."""
    facts = await queries.export(person.id)
    shown = [(HEADINGS.get(domain, domain), told) for domain, told in facts.items()]
    return page(request, template, held=shown, person=person, **context)


async def copy(person_id: int, *, by: Actor) -> Response:
    """Everything that is held, as a file for a program to read."""
    told = await export(person_id, by=by, now=clock.now())
    text = json.dumps(_plain(told), ensure_ascii=False, indent=1)
    headers = {'content-disposition': 'attachment; filename="what-is-held.json"', 'cache-control': 'no-store'}
    return Response(text.encode(), media_type='application/json', status_code=200, headers=headers)


def _plain(told: Any) -> Any:
    """The same as JSON has it: labels in English, moments in UTC (ISO 8601)."""
    if isinstance(told, Mapping):
        return {str.__str__(key): _plain(value) for key, value in told.items()}
    if isinstance(told, list | tuple | set | frozenset):
        return [_plain(one) for one in told]
    if hasattr(told, 'isoformat'):
        return told.isoformat()
    return str.__str__(told) if isinstance(told, str) else told
