"""What shows a step: a few words with their day, a link, a photo or a file, or what the network knows by itself."""

from __future__ import annotations

import asyncio
import datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock, forms
from coaching.kit.words import _
from coaching.path.commands import telling
from coaching.path.forms import Proof, Told
from coaching.path.pages.known import known
from coaching.path.pages.reaching import may_look
from coaching.path.pages.step import Sent, answered, shown, the_step
from coaching.path.queries import file_of, steps
from coaching.path.reading import NoFile, cleaned
from coaching.path.rules.marking import NoEvidence, is_link
from coaching.path.values import FileFacts

START = '/team/{team_id:int}/steps/{number:int}'
SANDBOX = "sandbox; default-src 'none'"
AT_ONCE = asyncio.Semaphore(1)  # a photo takes a second of work and up to three hundred megabytes; one after the other


async def _cleaned(form: Proof) -> FileFacts | None:
    """The file as it is kept; None without one, and where it is refused, which then stands beside its field."""
    if form.file.data is None:
        return None
    async with AT_ONCE:
        found = await asyncio.to_thread(cleaned, form.file.data.name, form.file.data.content)
    if isinstance(found, NoFile):
        form.file.errors = [_(found.value)]
        return None
    return found


@post(f'{START}/evidence', opt={**access.SIGNED_IN, **forms.LARGE_FILES})
async def show(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """Write down what was done."""
    found, step = await the_step(request, team_id, number)
    form = (await forms.read(Proof, request)).offer((one.code, one.words) for one in step.head.purposes)
    good = form.validate()
    if form.url.data and not is_link(form.url.data):
        form.url.errors = [_('Write the link so that it begins with https://')]
    if good and form.on.data and form.on.data > found.today:
        form.on.errors = [_('Choose a day that is not still to come.')]
    elif good and found.walk and form.on.data and form.on.data < found.walk.began_on:
        form.on.errors = [_(NoEvidence.BEFORE.value)]
    file = await _cleaned(form) if good and not form.errors else None
    if form.mistakes:
        return await shown(request, found, step, Sent({'proof': form}), status=422)
    doing = telling.show(
        team_id, number, form.words.data, on=form.on.data, code=form.code.data or None, url=form.url.data or '', file=file,
        nonce=form.nonce.data or '', by=request.user, now=clock.now(),
    )  # fmt: skip
    return await answered(request, found, step, doing, say=_('It is written down.'), at='#proof', form='proof', given=form)


@post(f'{START}/evidence/known', opt=access.SIGNED_IN)
async def use(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """What the network knows by itself shows the step from now on."""
    found, step = await the_step(request, team_id, number)
    told = await forms.read(Told, request)
    assert found.walk
    facts = (await steps(found.walk, on=datetime.date.max))[number - 1]
    one = next((one for one in await known(found.walk, facts) if (one.what, one.id) == (told.code.data or 'session', told.id.data)), None)
    if one is None:
        return await shown(request, found, step, status=409)
    shows: dict[str, Any] = {f'{one.what}_id': one.id}
    doing = telling.show(team_id, number, one.words, on=one.held_on, **shows, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('It is written down.'), at='#proof')


@post(f'{START}/evidence/removal', opt=access.SIGNED_IN)
async def take_away(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """It shows nothing any more, or does again."""
    found, step = await the_step(request, team_id, number)
    told = await forms.read(Told, request)
    is_back = told.code.data == 'back'
    do = telling.put_back if is_back else telling.take_away
    doing = do(team_id, number, told.id.data or 0, by=request.user, now=clock.now())
    gone = '' if is_back else f'?gone={told.id.data}'
    return await answered(request, found, step, doing, say=_('It is back.') if is_back else _('It is taken away.'), at=f'{gone}#proof')


@get('/team/{team_id:int}/files/{file_id:int}', opt=access.SIGNED_IN)
async def file(request: Request, team_id: FromPath[int], file_id: FromPath[int]) -> Response[bytes]:
    """A photo or file, to be kept by whoever asks, and never run in our name."""
    may_look(request, team_id)
    found = await file_of(team_id, file_id)
    if found is None:
        raise NotFoundException
    named = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    headers = {'content-disposition': named, 'content-security-policy': SANDBOX, 'x-content-type-options': 'nosniff'}
    return Response(found.content, media_type=found.media_type, headers=headers)


ROUTES = [show, use, take_away, file]
