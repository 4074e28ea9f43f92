"""One person of a team: a card, a parent who leads, another lead, a leaving and the way back."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.commands.cards import revoke_card
from coaching.kit import clock, forms
from coaching.kit.forms import Form, YesField
from coaching.kit.limits import hold
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES, _, speaking
from coaching.people.pages.holding import said
from coaching.people.queries import person
from coaching.teams import policy
from coaching.teams.commands import people as commands
from coaching.teams.commands import teams
from coaching.teams.forms.ours import Leaving
from coaching.teams.pages.ours.codes import code
from coaching.teams.pages.ours.reaching import OURS, led_team, member_of, own_team
from coaching.teams.values import MemberFacts, TeamFacts

HOUR = datetime.timedelta(hours=1)
CARDS_AN_HOUR = 30
WHERE = '/team/{team_id:int}/people/{member_id:int}'


class Parent(Form):
    """Whether somebody is there as a parent who leads."""

    is_so = YesField('yes')


async def _led(request: Request, team_id: int, member_id: int) -> tuple[TeamFacts, MemberFacts]:
    """Somebody who is of a team now, for whoever leads it.

    :raises NotFoundException: for everybody else
    """
    found, one = await led_team(request, team_id), await member_of(team_id, member_id)
    if one.ended_on:
        raise NotFoundException
    return found, one


def _people(request: Request, team_id: int, say: str) -> Response:
    return go(request, f'/team/{team_id}/people', say=say)


@post(f'{WHERE}/card', opt=OURS)
async def print_card(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """A new card on a sheet of paper, shown this once; the one before stops at once."""
    found, one = await _led(request, team_id, member_id)
    await hold('cards printed', str(team_id), limit=CARDS_AN_HOUR, per=HOUR)
    try:
        url = await commands.card_for(member_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _people(request, team_id, said(refused))
    whose = await person(one.person_id)
    language = whose.language if whose and whose.language in LANGUAGES else request.user.language
    return page(
        request, 'teams/ours/card.html', team=found, name=one.name, code=code(url), now=clock.now(), spoken=language,
        lines=_on_card(language),
    )  # fmt: skip


def _on_card(language: str) -> list[str]:
    """What stands on a card, in the language of whoever will hold it."""
    with speaking(language):
        return [
            _('This is your card.'),
            _('Scan it with a phone to see the page of your team. You need no password.'),
            _('Keep it like a key. Did you lose it? Tell the lead of your team, and you get a new one.'),
        ]


@post(f'{WHERE}/card/revoke', opt=OURS)
async def take_card(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """A card that was lost opens nothing any more."""
    _found, one = await _led(request, team_id, member_id)
    await revoke_card(one.person_id, by=request.user, now=clock.now())
    return _people(request, team_id, _('That card opens nothing any more.'))


@post(f'{WHERE}/parent', opt=OURS)
async def say_parent(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """Who is there as a parent who leads."""
    _found, one = await _led(request, team_id, member_id)
    form = await forms.read(Parent, request)
    await teams.say_parent_leader(one.id, is_parent_leader=bool(form.is_so.data), by=request.user, now=clock.now())
    return _people(request, team_id, _('Saved.'))


@get(f'{WHERE}/lead', opt=OURS)
async def before_handing_over(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """What changes, and one button."""
    found, one = await _led(request, team_id, member_id)
    return page(request, 'teams/ours/lead.html', team=found, one=one)


@post(f'{WHERE}/lead', opt=OURS)
async def hand_over(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """Somebody else leads from now on."""
    _found, one = await _led(request, team_id, member_id)
    try:
        await teams.hand_over(member_id, led_by=request.user.person_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _people(request, team_id, said(refused))
    return _people(request, team_id, _('%(name)s leads the team now.', name=one.name))


async def _leaving(request: Request, team_id: int, member_id: int) -> tuple[TeamFacts, MemberFacts, bool]:
    """Who may go: oneself, or whoever the lead takes out; and whether it is oneself."""
    found, one = await own_team(request, team_id), await member_of(team_id, member_id)
    is_self = one.person_id == request.user.person_id
    if one.ended_on or not (is_self or policy.holds(request.user, team_id, 'lead')):
        raise NotFoundException
    return found, one, is_self


@get(f'{WHERE}/leave', opt=OURS)
async def before_leaving(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """What ends, what stays, and how to leave no trace."""
    found, one, is_self = await _leaving(request, team_id, member_id)
    return page(request, 'teams/ours/leave.html', team=found, one=one, is_self=is_self, form=Leaving())


@post(f'{WHERE}/leave', opt=OURS)
async def leave(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """From today somebody is not in it any more."""
    found, one, is_self = await _leaving(request, team_id, member_id)
    form = await forms.read(Leaving, request)
    if not form.validate():
        return page(request, 'teams/ours/leave.html', team=found, one=one, is_self=is_self, form=form, status=422)
    try:
        await teams.leave(member_id, why=form.why.data or '', by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        return page(request, 'teams/ours/leave.html', team=found, one=one, is_self=is_self, form=form, status=409)
    if is_self:
        return go(request, '/sign-in', say=_('You are not in %(team)s any more. Thank you for being there.', team=found.name))
    return _people(request, team_id, _('%(name)s is not in the team any more.', name=one.name))


@post(f'{WHERE}/return', opt=OURS)
async def come_back(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """Undo a leaving."""
    await led_team(request, team_id)
    one = await member_of(team_id, member_id)
    try:
        await commands.come_back(member_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _people(request, team_id, said(refused))
    return _people(request, team_id, _('%(name)s is in the team again.', name=one.name))


ROUTES = [print_card, take_card, say_parent, before_handing_over, hand_over, before_leaving, leave, come_back]
