"""Groups as people wrote them: one click says which organisation is meant, for everybody who wrote it; and the way back."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import grouping
from coaching.funnel.forms.groups import GroupAnswer
from coaching.funnel.policy import may_set_up
from coaching.funnel.queries import groups
from coaching.kit import access, clock, forms
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_
from coaching.teams.queries import likely_many, organisation, search
from coaching.teams.rules import KINDS, likely_kind

COORDINATORS = access.roles('coordinator')
FEW = 10


def whole_network(request: Request) -> None:
    """Let through whoever looks after all of it, because people of every place may have written the same.

    :raises NotFoundException: everybody else
    """
    if not may_set_up(request.user):
        raise NotFoundException


async def groups_that_wait(actor: Actor) -> int | None:
    """How many there are, up to a hundred, for the pages that lead here; None for whoever may not settle them."""
    return await groups.waiting_count() if may_set_up(actor) else None


async def wait(actor: Actor) -> tuple[str, str] | None:
    """The same as a line of what waits for a coordinator."""
    number = await groups_that_wait(actor)
    if not number:
        return None
    return '/setup/groups', n_('%(n)s group that people wrote waits for you', '%(n)s groups that people wrote wait for you', number)


@get('/setup/groups', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Those that most people wrote first, each with what it may mean; or one of them, with what a word finds."""
    whole_network(request)
    only, typed, asked = (request.query_params.get(name, '') for name in ('words', 'q', 'skip'))
    only, typed, skip = only[:160], typed[:160], int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    found = await groups.waiting(FEW, skip=skip, only=only)
    if only and not found.groups:
        return go(request, '/setup/groups')
    guesses = await likely_many([group.words for group in found.groups])
    if only and typed:
        guesses = {group.words: await search(typed) for group in found.groups}
    return page(
        request, 'funnel/groups/index.html', all=found.all, only=only, q=typed, kinds=KINDS,
        groups=[(group, guesses[group.words], likely_kind(group.words)) for group in found.groups],
        answered=[] if only or skip else await groups.answered(clock.now()),
        older=f'/setup/groups?{urlencode({"skip": skip + FEW})}' if skip + FEW < found.all else '',
        newer=f'/setup/groups?{urlencode({"skip": max(0, skip - FEW)})}' if skip else '',
    )  # fmt: skip


async def settled(request: Request) -> str:
    """Take one answer; the sentence that says what came of it.

    :raises NotFoundException: it is no answer, or there is no such organisation
    """
    form = await forms.read(GroupAnswer, request)
    means = form.means.data or ''
    number = int(means) if means.isascii() and means.isdigit() and len(means) < 19 else None
    is_known = number is not None and await organisation(number) is not None
    if not form.validate() or not (is_known or means in ('new', 'none')):
        raise NotFoundException
    kind = (form.kind.data or 'other') if means == 'new' else ''
    try:
        people = await grouping.answer(form.words.data, organisation_id=number, kind=kind, by=request.user, now=clock.now())
    except Refused as refused:
        return _(refused.reason.value)
    if means == 'none':
        return _('Good to know. Nobody is asked about this again.')
    return n_('%(n)s person belongs there now.', '%(n)s people belong there now.', people)


@post('/setup/groups', opt=COORDINATORS)
async def settle(request: Request) -> Response:
    """Say what some words mean."""
    whole_network(request)
    return go(request, '/setup/groups', say=await settled(request))


@post('/setup/groups/{answer_id:int}/undo', opt=COORDINATORS)
async def undo(request: Request, answer_id: FromPath[int]) -> Response:
    """Take back what was said.

    :raises NotFoundException: nothing was said under this number
    """
    whole_network(request)
    if await groups.answer(answer_id) is None:
        raise NotFoundException
    try:
        await grouping.undo_answer(answer_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, '/setup/groups', say=_(refused.reason.value))
    return go(request, '/setup/groups', say=_('It is taken back. The group waits again.'))


ROUTES = [index, settle, undo]
