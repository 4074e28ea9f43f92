"""The people of a team: who they are, who is asked, and the name that they gave their café."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.commands import revoke
from coaching.accounts.queries import invitation, network_day
from coaching.accounts.queries.cards import cards_of
from coaching.accounts.queries.roles import offers_of_team
from coaching.kit import clock, forms
from coaching.kit.limits import hold
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.people.rules import shown_phone
from coaching.teams.commands import people as commands
from coaching.teams.commands import teams
from coaching.teams.forms.meetings import BESIDE
from coaching.teams.forms.ours import AddName, CafeName, InviteMember
from coaching.teams.pages import beside
from coaching.teams.pages.ours.reaching import OURS, led_team, our_team, own_team
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, holds
from coaching.teams.queries.doors import door_of
from coaching.teams.queries.next_steps import owners
from coaching.teams.queries.teams import members
from coaching.teams.rules.joining import UNDO_WITHIN, NoDoor
from coaching.teams.rules.standing import lacks_parent_leader
from coaching.teams.values import MemberFacts, TeamFacts

DAY = datetime.timedelta(days=1)
LETTERS_A_DAY = 30


async def _show(
    request: Request, found: TeamFacts, *, invite: InviteMember | None = None, add: AddName | None = None, cafe: CafeName | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    now, leads = clock.now(), holds(request.user, found.id, 'lead')
    today = await network_day(now)
    people = await members(found.id, also_ended=True)
    here = [one for one in people if one.ended_on is None]
    step = next((one.number for one in await beside.walk(found.id, today) if not one.is_settled), 0)
    cards = await cards_of([one.person_id for one in here]) if leads else {}
    return page(
        request, 'teams/ours/people.html', team=found, status=status, here=here, leads=leads,
        is_of_team=holds(request.user, found.id, *OF_THE_TEAM), sees_addresses=leads or holds(request.user, found.id, *BESIDE_IT),
        left=_left(people, today) if leads else [], lacks=lacks_parent_leader(step, here), cards=cards, phone=shown_phone, now=now,
        offers=await offers_of_team(found.id, now) if leads else [], door=await door_of(found.id) if leads else None,
        stages=await beside.stages([one.person_id for one in here]), invite=invite or InviteMember(), add=add or AddName(),
        beside=[one for one in await owners(found.id) if not one.is_of_team], parts=BESIDE,
        unreached=[one for one in here if leads and not one.email and one.person_id not in cards],
        cafe=cafe or CafeName(data={'cafe_name': found.cafe_name, 'version': found.version}),
    )  # fmt: skip


def _left(people: list[MemberFacts], today: datetime.date) -> list[MemberFacts]:
    """Who left a short while ago and did not come back."""
    here = {one.person_id for one in people if one.ended_on is None}
    return [one for one in people if one.ended_on and today - one.ended_on <= UNDO_WITHIN and one.person_id not in here]


@get('/team/{team_id:int}/people', opt=OURS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """Everybody who is in it."""
    return await _show(request, await our_team(request, team_id))


@post('/team/{team_id:int}/people/invite', opt=OURS)
async def invite(request: Request, team_id: FromPath[int]) -> Response:
    """Ask somebody by letter."""
    found, form = await led_team(request, team_id), await forms.read(InviteMember, request)
    if not form.validate():
        return await _show(request, found, invite=form, status=422)
    await hold('team invitations', str(team_id), limit=LETTERS_A_DAY, per=DAY)
    try:
        await commands.invite(
            team_id, form.name.data, form.email.data, language=form.language.data, by=request.user, now=clock.now()
        )  # fmt: skip
    except Refused as refused:
        form.email.errors = [said(refused)]
        return await _show(request, found, invite=form, status=409)
    return go(request, f'/team/{team_id}/people', say=_('An email to %(email)s is on its way.', email=form.email.data))


@post('/team/{team_id:int}/people/invitations/{invitation_id:int}/revoke', opt=OURS)
async def take_back(request: Request, team_id: FromPath[int], invitation_id: FromPath[int]) -> Response:
    """Take an offer back.

    :raises NotFoundException: of another team
    """
    await led_team(request, team_id)
    offer = await invitation(invitation_id)
    if offer is None or (offer.scope_kind, offer.scope_id) != ('team', team_id):
        raise NotFoundException
    await revoke(invitation_id, by=request.user, now=clock.now())
    return go(request, f'/team/{team_id}/people', say=_('The invitation is taken back.'))


@post('/team/{team_id:int}/people', opt=OURS)
async def add(request: Request, team_id: FromPath[int]) -> Response:
    """Somebody without an email address."""
    found, form = await led_team(request, team_id), await forms.read(AddName, request)
    if not form.validate():
        return await _show(request, found, add=form, status=422)
    try:
        await commands.add(
            team_id, form.name.data, is_another=bool(form.is_another.data), language=form.language.data, by=request.user, now=clock.now()
        )  # fmt: skip
    except Refused as refused:
        field = form.is_another if refused.reason is NoDoor.SAME_NAME else form.name
        field.errors = [said(refused)]
        return await _show(request, found, add=form, status=409)
    return go(request, f'/team/{team_id}/people', say=_('%(name)s is in the team. Print a card, so they can sign in.', name=form.name.data))


@post('/team/{team_id:int}/people/cafe', opt=OURS)
async def name_cafe(request: Request, team_id: FromPath[int]) -> Response:
    """The team says what its café is called."""
    found, form = await own_team(request, team_id), await forms.read(CafeName, request)
    if not form.validate():
        return await _show(request, found, cafe=form, status=422)
    try:
        await teams.change(team_id, cafe_name=form.cafe_name.data or '', version=form.version.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.cafe_name.errors = [said(refused)]
        form.version.raw_data, form.version.data = None, found.version
        return await _show(request, found, cafe=form, status=409)
    return go(request, f'/team/{team_id}/people', say=_('Saved.'))


ROUTES = [show, invite, take_back, add, name_cafe]
