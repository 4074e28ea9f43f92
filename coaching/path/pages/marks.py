"""What moves a step: the team marks its parts and says that it is done; its coach answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from litestar import Request, Response, post
from litestar.params import FromPath

from coaching.kit import access, clock, forms
from coaching.kit.words import _
from coaching.path.commands import excepting, telling, walking
from coaching.path.forms import Stays, Told, Why
from coaching.path.pages.step import Sent, answered, shown, the_step
from coaching.path.values import Marked

START = '/team/{team_id:int}/steps/{number:int}'


@post(f'{START}/marks', opt=access.SIGNED_IN)
async def mark(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """How far one part is."""
    found, step = await the_step(request, team_id, number)
    told = await forms.read(Told, request)
    if not told.validate() or told.code.data not in step.codes or told.mark.data is None:
        return await shown(request, found, step, status=422)
    doing = telling.mark(
        team_id, told.code.data, Marked(told.mark.data), seen=told.seen.data or 0, by=request.user, now=clock.now()
    )  # fmt: skip
    return await answered(request, found, step, doing, say=_('Marked.'), at='#parts')


@post(f'{START}/exceptions', opt=access.SIGNED_IN)
async def allow(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """A coach lets a part stay as it is, and says why."""
    found, step = await the_step(request, team_id, number)
    told, form = await forms.read(Told, request), await forms.read(Stays, request, prefix='except-')
    if not told.validate() or told.code.data not in step.codes:
        return await shown(request, found, step, status=422)
    form.code.data = told.code.data
    if not form.validate():
        return await shown(request, found, step, Sent({'except': form}), status=422)
    marked = Marked.PARTLY if told.mark.data is None else Marked(told.mark.data)
    doing = telling.mark(
        team_id, told.code.data, marked, seen=told.seen.data or 0, is_excepted=True, why=form.why.data, by=request.user, now=clock.now()
    )  # fmt: skip
    return await answered(request, found, step, doing, say=_('It may stay as it is.'), at='#parts', form='except', given=form)


@post(f'{START}/claim', opt=access.SIGNED_IN)
async def claim(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """The team says that the step is done."""
    found, step = await the_step(request, team_id, number)
    doing = walking.claim(team_id, number, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('Your coach looks at it next.'))


@post(f'{START}/claim/withdrawal', opt=access.SIGNED_IN)
async def withdraw(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """The team takes that back."""
    found, step = await the_step(request, team_id, number)
    doing = walking.withdraw(team_id, number, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('You work on it again.'))


@post(f'{START}/sign-off', opt=access.SIGNED_IN)
async def confirm(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """A coach signs it off; with a reason where parts of it are not reached."""
    found, step = await the_step(request, team_id, number)
    form = await forms.read(Stays, request, prefix='stay-')
    if not form.why.raw_data:
        doing = walking.confirm(team_id, number, by=request.user, now=clock.now())
        return await answered(request, found, step, doing, say=_('Signed off.'))
    if not form.validate():
        return await shown(request, found, step, Sent({'stay': form}), status=422)
    doing = excepting.confirm_as_it_is(team_id, number, why=form.why.data, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('Signed off.'), form='stay', given=form)


@post(f'{START}/taking-up', opt=access.SIGNED_IN)
async def take_up(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """What was set aside is the team's again."""
    found, step = await the_step(request, team_id, number)
    doing = walking.take_up(team_id, number, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('The team can work on it again.'))


async def _with_why(request: Request, team_id: int, number: int, name: str, do: Callable[..., Awaitable[None]], say: str) -> Response:
    """What a coach does only with a reason."""
    found, step = await the_step(request, team_id, number)
    form = await forms.read(Why, request, prefix=f'{name}-')
    if not form.validate():
        return await shown(request, found, step, Sent({name: form}), status=422)
    doing = do(team_id, number, why=form.why.data, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=say, form=name, field='why', given=form)


@post(f'{START}/return', opt=access.SIGNED_IN)
async def give_back(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """Not yet, and why."""
    return await _with_why(request, team_id, number, 'return', walking.give_back, _('The team reads why.'))


@post(f'{START}/reopening', opt=access.SIGNED_IN)
async def reopen(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """A sign-off is taken back, and why."""
    return await _with_why(request, team_id, number, 'reopen', walking.reopen, _('The step is open again.'))


@post(f'{START}/setting-aside', opt=access.SIGNED_IN)
async def set_aside(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """A step is not for this team, and why."""
    return await _with_why(request, team_id, number, 'aside', walking.set_aside, _('The step is set aside.'))


ROUTES = [mark, allow, claim, withdraw, confirm, take_up, give_back, reopen, set_aside]
