"""One offering: everything that is edited, what a change would do before it is done, and what happened."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.accounts.queries import network
from coaching.funnel.commands import offerings as commands
from coaching.funnel.commands.dating import NoOffering, since, today
from coaching.funnel.forms.comparing import differences
from coaching.funnel.forms.offerings import OfferingForm, offering_form
from coaching.funnel.pages import phrases
from coaching.funnel.pages.offerings import filling
from coaching.funnel.pages.offerings.listing import COORDINATORS, details_in_reach
from coaching.funnel.queries.dates import trainers
from coaching.funnel.queries.foreseeing import Stays, dates_there, foresee, people_at, rule_dates
from coaching.funnel.queries.offerings import Details
from coaching.funnel.rules.following import first_day
from coaching.funnel.values import Offering
from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES

OF_THE_OFFERING = {'rule': 'recurrence'}
CHANGE = '/setup/offerings/{offering_id:int}'


async def languages_of(found: Details) -> tuple[str, ...]:
    """The network's languages, and those that the offering has words in."""
    house = await network()
    assert house
    return tuple(dict.fromkeys((*house.languages, *sorted(found.words))))


async def form_of(found: Details, sent: forms.Sent | None = None) -> OfferingForm:
    """The offering's form, with what was sent in it, or else what is known."""
    languages = await languages_of(found)
    form = offering_form(languages)(sent, data=None if sent is not None else filling.known(found, languages))
    form.offer_trainers(await trainers(tuple(person_id for person_id, _name in found.trainers)))
    return form


@get(CHANGE, opt=COORDINATORS)
async def show(request: Request, offering_id: FromPath[int]) -> Response:
    found = await details_in_reach(request, offering_id)
    return await _page(request, found, await form_of(found))


async def _page(request: Request, found: Details, form: OfferingForm, *, status: int = 200, **more: Any) -> Response:
    context = {'previews': {}, 'differences': (), 'phrases': phrases, 'known_languages': LANGUAGES, **more}
    entries = await history(('offering', found.offering.id))
    return page(request, 'funnel/offerings/show.html', status=status, offering=found.offering, form=form, entries=entries, **context)


@post(CHANGE, opt=COORDINATORS)
async def save(request: Request, offering_id: FromPath[int]) -> Response:
    """Show how the words look, or what the change would do; or do it."""
    found = await details_in_reach(request, offering_id)
    sent = await forms.sent(request)
    form, step = await form_of(found, sent), (sent.get('step') or [''])[0]
    if not form.validate():
        return await _page(request, found, form, status=422)
    if step == 'preview':
        return await _page(request, found, form, previews=filling.previews(form))
    if form['version'].data != found.offering.version:
        return await _conflict(request, found, form)
    from_on = await _day_asked(sent, found, form)
    if step != 'sure' and (foreseen := await _foreseen(request, found, form, from_on)):
        return foreseen
    return await _save(request, found, form, from_on)


async def _save(request: Request, found: Details, form: OfferingForm, from_on: datetime.date) -> Response:
    try:
        done = await commands.change(
            found.offering.id, form.stored(), filling.words(form), form['trainers'].data, form.questions(),
            version=form['version'].data, from_on=from_on, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        if refused.reason is not NoOffering.CHANGED_MEANWHILE:
            raise
        return await _conflict(request, await details_in_reach(request, found.offering.id), form)
    return go(request, f'/setup/offerings/{found.offering.id}', say=phrases.saved(done))


async def _conflict(request: Request, found: Details, form: OfferingForm) -> Response:
    """Somebody else was faster: both versions, and everything that was typed, which the next click saves."""
    form.form_errors.append(filling.sentence(Refused(NoOffering.CHANGED_MEANWHILE)))
    form['version'].raw_data, form['version'].data = None, found.offering.version
    return await _page(request, found, form, status=409, differences=differences(form, await form_of(found)))


def _changed(found: Details, form: OfferingForm) -> set[str]:
    """The columns that decide over dates, where they are not as they were."""
    stored, one = form.stored(), found.offering
    return {name for name in commands.OF_THE_RULE & stored.keys() if stored[name] != getattr(one, OF_THE_OFFERING.get(name, name))}


async def _day_asked(sent: forms.Sent, found: Details, form: OfferingForm) -> datetime.date:
    """From which date on: one of those that the rule has made, at first the next one; today where there is none."""
    days = [one.rule_on for one in await rule_dates(found.offering.id, now=clock.now()) if one.rule_on]
    asked = (sent.get('from_on') or [''])[0]
    return next((day for day in days if day.isoformat() == asked), days[0] if days else today(form['zone'].data, clock.now()))


async def _foreseen(request: Request, found: Details, form: OfferingForm, from_on: datetime.date) -> Response | None:
    """What the change would do to dates and people; None where there is nothing to ask about."""
    offering, now, stored = found.offering, clock.now(), form.stored()
    changed = _as_changed(offering, stored, from_on)
    foreseen, elsewhere = None, []
    if _changed(found, form) and not offering.archived_at:
        foreseen = await foresee(changed, from_on, since=since(from_on, now), now=now)
    if (stored['mode'], stored['location']) != (offering.mode, offering.location):
        elsewhere = await dates_there(offering.id, offering.mode, offering.location, now=now)
    people = await people_at({*elsewhere, *(foreseen.moved if foreseen else ())})
    if not foreseen and not people.written_to and not people.to_call:
        return None
    return page(
        request, 'funnel/offerings/foreseen.html', offering=offering, changed=changed, form=form, from_on=from_on, foreseen=foreseen,
        elsewhere=len(elsewhere), people=people, choices=await rule_dates(offering.id, now=now), phrases=phrases, Stays=Stays,
    )  # fmt: skip


def _as_changed(offering: Offering, stored: dict[str, Any], from_on: datetime.date) -> Offering:
    """The offering as it would be."""
    names = ('wall_time', 'zone', 'minutes', 'parts', 'days_between_parts', 'weeks_ahead', 'mode', 'location')
    return dataclasses.replace(
        offering, recurrence=stored['rule'], starts_on=first_day(stored['rule'], from_on), **{name: stored[name] for name in names}
    )


ROUTES = [show, save]
