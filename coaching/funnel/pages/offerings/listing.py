"""Everything that people can come to; a new offering; one that is put away, with undo."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network
from coaching.funnel.commands import offerings as commands
from coaching.funnel.forms.offerings import OfferingForm, offering_form
from coaching.funnel.pages import phrases
from coaching.funnel.pages.offerings import filling
from coaching.funnel.policy import may_set_up
from coaching.funnel.queries import offerings as queries
from coaching.funnel.queries.dates import trainers, without_a_room
from coaching.funnel.queries.foreseeing import people_at, rule_dates
from coaching.funnel.values import Offering
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.words import LANGUAGES, _, fold, language, n_

COORDINATORS = access.roles('coordinator')
NOON = datetime.time(12)


def only_whole_network(request: Request) -> None:
    """Let through whoever sets up offerings.

    :raises NotFoundException: everybody else
    """
    if not may_set_up(request.user):
        raise NotFoundException


async def offering_in_reach(request: Request, offering_id: int) -> Offering:
    """The offering, for whoever sets them up.

    :raises NotFoundException: there is none, or it is not theirs
    """
    only_whole_network(request)
    found = await queries.offering(offering_id, language())
    if found is None:
        raise NotFoundException
    return found


async def details_in_reach(request: Request, offering_id: int) -> queries.Details:
    """The offering with everything that is edited of it.

    :raises NotFoundException: there is none, or it is not theirs
    """
    only_whole_network(request)
    found = await queries.details(offering_id, language())
    if found is None:
        raise NotFoundException
    return found


@get('/setup/offerings', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Each offering with its rule, its next date and how many people are coming."""
    only_whole_network(request)
    lines = await queries.overview(language(), now=clock.now())
    standing = [line for line in lines if not line.offering.archived_at]
    away = [line for line in lines if line.offering.archived_at]
    return page(request, 'funnel/offerings/index.html', lines=standing, away=away, phrases=phrases)


@get('/setup/offerings/new', opt=COORDINATORS)
async def new(request: Request) -> Response:
    only_whole_network(request)
    house = await network()
    assert house
    start = {'wall_time': NOON, 'zone': house.zone, 'minutes': 60, 'languages': list(house.languages), 'kind': 'taste', 'mode': 'online'}
    return await _form(request, offering_form(house.languages, is_new=True)(data=start))


async def _form(request: Request, form: OfferingForm, *, previews: Mapping[str, str] | None = None, status: int = 200) -> Response:
    form.offer_trainers(await trainers())
    return page(request, 'funnel/offerings/new.html', status=status, form=form, previews=previews or {}, known_languages=LANGUAGES)


@post('/setup/offerings/new', opt=COORDINATORS)
async def create(request: Request) -> Response:
    """Add it with its first dates, or show how its words will look."""
    only_whole_network(request)
    house = await network()
    assert house
    sent = await forms.sent(request)
    form = offering_form(house.languages, is_new=True)(sent)
    form.offer_trainers(await trainers())
    if not form.validate():
        return await _form(request, form, status=422)
    if sent.get('step') == ['preview']:
        return await _form(request, form, previews=filling.previews(form))
    words = filling.words(form)
    slug = await queries.free_slug(slug_of(words[house.languages[0]].title))
    offering_id = await commands.add(
        slug, form['kind'].data, form.stored(), words, form['trainers'].data, form.questions(), by=request.user, now=clock.now()
    )
    return go(request, f'/setup/offerings/{offering_id}/dates', say=_('The offering is there, with its dates.'))


def slug_of(title: str) -> str:
    """A short name for addresses, from a title."""
    plain = re.sub('[^a-z0-9]+', '-', fold(title)).strip('-')[:50].strip('-')
    return plain or 'offering'


@get('/setup/offerings/{offering_id:int}/archive', opt=COORDINATORS)
async def ask_archive(request: Request, offering_id: FromPath[int]) -> Response:
    """What will happen to its dates."""
    found = await offering_in_reach(request, offering_id)
    coming, begins_on = await rule_dates(offering_id, now=clock.now()), found.starts_on or datetime.date.min
    free = [one for one in coming if one.rule_on and one.rule_on >= begins_on and not one.has_people and not one.is_edited]
    stay = [one for one in coming if one not in free]
    people = await people_at(one.session_id for one in stay)
    return page(request, 'funnel/offerings/archive.html', offering=found, free=free, stay=stay, people=people)


@post('/setup/offerings/{offering_id:int}/archive', opt=COORDINATORS)
async def archive(request: Request, offering_id: FromPath[int]) -> Response:
    found = await offering_in_reach(request, offering_id)
    await commands.archive(offering_id, by=request.user, now=clock.now())
    return go(request, '/setup/offerings', say=_('%(title)s is put away. You can take it back below.', title=found.title))


@post('/setup/offerings/{offering_id:int}/archive/undo', opt=COORDINATORS)
async def take_back(request: Request, offering_id: FromPath[int]) -> Response:
    found = await offering_in_reach(request, offering_id)
    await commands.take_back(offering_id, by=request.user, now=clock.now())
    return go(request, '/setup/offerings', say=_('%(title)s is back, with its dates.', title=found.title))


async def rooms_that_are_missing() -> list[tuple[str, str]]:
    """For whoever sets up the network: dates are offered to people who could not come in."""
    bare = await without_a_room(now=clock.now())
    said = n_(
        'Put in the link to the online room: %(n)s date has none.',
        'Put in the link to the online room: %(n)s dates have none.',
        bare,
    )
    return [('/setup/offerings', said)] if bare else []


ROUTES = [index, new, create, ask_archive, archive, take_back]
