"""Two records that may be one person: looked at side by side, merged or told apart by a human, and taken apart again for 30 days."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import account_of
from coaching.kit import clock, forms
from coaching.kit.forms import Form, TextField, WholeNumberField
from coaching.kit.pages import go, page
from coaching.kit.words import _, later
from coaching.people import commands
from coaching.people import queries as people
from coaching.people.rules import shown_phone
from coaching.people.values import Person
from coaching.teams import policy
from coaching.teams.pages.reach import COORDINATORS, person_in_reach, person_to_end
from coaching.teams.queries import duplicates, memberships_of, scope_of


class Merge(Form):
    """Which of the two records is kept, and why they are one."""

    kept = WholeNumberField('kept', most=2**62)
    why = TextField(later('How do you know?'), optional=True, limit=300)


@get('/setup/duplicates', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Suggested pairs, newest first, and what was merged in the last 30 days."""
    scope, asked = await scope_of(request.user), request.query_params.get('before', '')
    found = await duplicates(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None, place_ids=scope)
    merged = await people.mergings(clock.now())
    shown = {number for pair in found.pairs for number in (pair.one_id, pair.other_id)} | {one.kept_id for one in merged}
    cards = await people.cards(shown)
    return page(
        request, 'teams/duplicates/index.html', pairs=[(pair, cards[pair.one_id], cards[pair.other_id]) for pair in found.pairs],
        merged=[one for one in merged if one.kept_id in cards and policy.covers(scope, cards[one.kept_id].place_id)],
        older=f'/setup/duplicates?before={found.before_id}' if found.before_id else '', phone=shown_phone,
    )  # fmt: skip


@get('/setup/people/{person_id:int}/merge', opt=COORDINATORS)
async def choose_other(request: Request, person_id: FromPath[int]) -> Response:
    """Find the other record by hand."""
    person, scope = await person_in_reach(request, person_id)
    typed = request.query_params.get('q', '')[:120]
    found = await people.search(typed or person.name.split(' ')[0], place_ids=scope)
    return page(
        request, 'teams/duplicates/choose.html', person=person, q=typed, people=[one for one in found.people if one.id != person_id],
        phone=shown_phone,
    )  # fmt: skip


async def _two(request: Request, one_id: int, other_id: int) -> tuple[Person, Person]:
    """Both records, within reach with all that belongs to them."""
    one, _scope = await person_to_end(request, one_id)
    other, _scope = await person_to_end(request, other_id)
    return one, other


@get('/setup/people/{one_id:int}/merge/{other_id:int}', opt=COORDINATORS)
async def compare(request: Request, one_id: FromPath[int], other_id: FromPath[int]) -> Response:
    """Both, side by side."""
    two = await _two(request, one_id, other_id)
    sides = [
        {
            'person': person,
            'phone': shown_phone(person.phone),
            'groups': [one.organisation for one in await memberships_of([person.id])],
            'account': await account_of(person.id),
            'story': await people.story(person.id, 10),
        }
        for person in two
    ]
    return page(request, 'teams/duplicates/compare.html', sides=sides, one=two[0], other=two[1], form=Merge())


@post('/setup/people/{one_id:int}/merge/{other_id:int}', opt=COORDINATORS)
async def merge(request: Request, one_id: FromPath[int], other_id: FromPath[int]) -> Response:
    """Make them one; the record that is kept is the one that the button said.

    :raises NotFoundException: the button said neither
    """
    await _two(request, one_id, other_id)
    form = await forms.read(Merge, request)
    if form.kept.data not in (one_id, other_id):
        raise NotFoundException
    merged_id = other_id if form.kept.data == one_id else one_id
    await commands.merge(form.kept.data, merged_id, why=form.why.data or '', by=request.user, now=clock.now())
    return go(request, f'/setup/people/{form.kept.data}', say=_('The two records are one now. You can undo this for 30 days.'))


@post('/setup/people/{one_id:int}/distinct/{other_id:int}', opt=COORDINATORS)
async def say_distinct(request: Request, one_id: FromPath[int], other_id: FromPath[int]) -> Response:
    """They are two people, and nobody is asked again."""
    one, _scope = await person_in_reach(request, one_id)
    other, _scope = await person_in_reach(request, other_id)
    await commands.say_distinct(one.id, other.id, by=request.user, now=clock.now())
    return go(request, '/setup/duplicates', say=_('Good to know. We will not ask about these two again.'))


@post('/setup/mergings/{merging_id:int}/undo', opt=COORDINATORS)
async def undo(request: Request, merging_id: FromPath[int]) -> Response:
    """Take them apart again.

    :raises NotFoundException: there is no such merging in one's reach
    """
    merging = await people.merging(merging_id)
    if merging is None:
        raise NotFoundException
    await person_in_reach(request, merging.kept_id)
    await commands.undo_merging(merging_id, by=request.user, now=clock.now())
    return go(request, '/setup/duplicates', say=_('They are two records again.'))


ROUTES = [index, choose_other, compare, merge, say_distinct, undo]
