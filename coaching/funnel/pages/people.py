"""Did she attend? Somebody found by a part of the name, and everything they came to."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import credits
from coaching.funnel.forms.people import Credit
from coaching.funnel.queries.persons import credits_of, stage_now, visits
from coaching.funnel.values import Stage
from coaching.journal.queries import history
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, language
from coaching.people.queries import person as read_person
from coaching.people.queries import search
from coaching.people.rules import shown_phone
from coaching.people.values import Person

EVERY = access.roles('trainer', 'coordinator')


def may_look(request: Request) -> bool:
    return request.user.has('trainer') or request.user.everywhere('coordinator')


@get('/train/people', opt=EVERY)
async def index(request: Request) -> Response:
    """Type a name, an address or a number; accents do not matter."""
    if not may_look(request):
        raise NotFoundException
    typed = request.query_params.get('q', '')[:100]
    found = await search(typed, after=request.query_params.get('after', '')[:200]) if typed else None
    return page(request, 'funnel/train/people.html', typed=typed, found=found, phone_words=shown_phone)


async def somebody(request: Request, person_id: int) -> Person:
    person = await read_person(person_id)
    if not may_look(request) or person is None or person.erased_at or person.merged_into_id:
        raise NotFoundException
    return person


@get('/train/people/{person_id:int}', opt=EVERY)
async def show(request: Request, person_id: FromPath[int]) -> Response:
    return await _page(request, await somebody(request, person_id), Credit(), status=200)


async def _page(request: Request, person: Person, form: Credit, *, status: int) -> Response:
    return page(
        request, 'funnel/train/one.html', status=status, person=person, form=form, stage=stage_words(await stage_now(person.id)),
        visits=await visits(person.id, language()), credits=await credits_of(person.id), entries=await history(('person', person.id)),
        phone_words=shown_phone,
    )  # fmt: skip


def stage_words(stage: Stage) -> str:
    """A stage as screens say it."""
    return {
        Stage.HEARD: _('has not been to a session yet'),
        Stage.TASTED: _('came to a Taste'),
        Stage.INTRODUCED: _('came to an Intro'),
        Stage.TRAINED: _('finished training'),
    }[stage]


@post('/train/people/{person_id:int}/credits', opt=EVERY)
async def add_credit(request: Request, person_id: FromPath[int]) -> Response:
    """Count what was attended elsewhere or before; its source stays beside it."""
    person = await somebody(request, person_id)
    form = await forms.read(Credit, request)
    if form.validate():
        try:
            await credits.add(
                person.id, form.stage.data, form.attended_on.data, form.source.data, by=request.user, now=clock.now()
            )
        except Refused as refused:
            form.attended_on.errors = [_(refused.reason.value)]
        else:
            return go(request, f'/train/people/{person.id}', say=_('Counted.'))
    return await _page(request, person, form, status=422)


@post('/train/people/{person_id:int}/credits/{credit_id:int}/removal', opt=EVERY)
async def remove_credit(request: Request, person_id: FromPath[int], credit_id: FromPath[int]) -> Response:
    """Count it no longer."""
    person = await somebody(request, person_id)
    if credit_id not in {one.id for one in await credits_of(person.id)}:
        raise NotFoundException
    await credits.remove(credit_id, by=request.user, now=clock.now())
    return go(request, f'/train/people/{person.id}', say=_('Counted no longer.'))


ROUTES = [index, show, add_credit, remove_credit]
