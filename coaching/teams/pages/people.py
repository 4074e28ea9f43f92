"""Find people, and invite somebody to work along."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from coaching.accounts import commands
from coaching.accounts.letters import ROLES
from coaching.accounts.queries import grants_of
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.people.queries import search
from coaching.people.rules import shown_phone
from coaching.teams import policy
from coaching.teams.forms import Invite
from coaching.teams.pages.reach import COORDINATORS, places_in
from coaching.teams.queries import scope_of


@get('/setup/people', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """People by name, address or phone number; without a word the newest."""
    typed, after = request.query_params.get('q', '')[:120], request.query_params.get('after', '')[:300]
    found = await search(typed, place_ids=await scope_of(request.user), after=after)
    older = f'/setup/people?{urlencode({"q": typed, "after": found.after})}' if found.after else ''
    return page(
        request, 'teams/people/index.html', q=typed, people=found.people, older=older, phone=shown_phone, roles=ROLES,
        grants=await grants_of([one.id for one in found.people]),
    )  # fmt: skip


async def _form(request: Request) -> Invite:
    scope = await scope_of(request.user)
    return (await forms.read(Invite, request)).offer_roles(request.user, await places_in(scope))


@get('/setup/people/invite', opt=COORDINATORS)
async def new(request: Request) -> Response:
    """Whom, and to what? The address may say it already, as on the page of a person."""
    form, known = await _form(request), request.query_params
    form.name.data, form.email.data, form.role.data = (known.get(name, '')[:200] for name in ('name', 'email', 'role'))
    return page(request, 'teams/people/invite.html', form=form)


@post('/setup/people/invite', opt=COORDINATORS)
async def invite(request: Request) -> Response:
    """Promise the letter.

    :raises NotFoundException: the role is another's to give
    """
    form = await _form(request)
    if not form.validate():
        return page(request, 'teams/people/invite.html', form=form, status=422)
    if not policy.may_give(request.user, await scope_of(request.user), form.grant):
        raise NotFoundException
    try:
        await commands.invite(
            form.name.data, form.email.data, form.grant, language=form.language.data, by=request.user, now=clock.now()
        )
    except Refused as refused:
        form.form_errors.append(said(refused))
        return page(request, 'teams/people/invite.html', form=form, status=409)
    return go(request, '/setup/roles', say=_('An email to %(email)s is on its way.', email=form.email.data))


ROUTES = [index, new, invite]
