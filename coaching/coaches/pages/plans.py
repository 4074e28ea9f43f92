"""The coaching plan: one page, in versions, to which team and coach each say yes."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches import policy
from coaching.coaches.commands import planning as commands
from coaching.coaches.forms import PlanForm, WithReview, Yes
from coaching.coaches.pages.reaching import seen_team
from coaching.coaches.queries.planning import plan, plans
from coaching.coaches.rules.planning import PLAN_PARTS, NoPlan, Side, usual_review
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.policy import holds
from coaching.teams.values import TeamFacts

FIELD_OF: dict[Reason, str] = {NoPlan.REVIEW_PAST: 'review_on', NoPlan.EMPTY: 'hope'}


def sides(request: Request, team_id: int) -> list[Side]:
    """For whom somebody can say yes."""
    found = [Side.TEAM] if policy.is_of(request.user, team_id) else []
    return found + ([Side.COACH] if holds(request.user, team_id, 'coach') else [])


async def _page(request: Request, team: TeamFacts, yes: Yes | None = None, status: int = 200) -> Response:
    every, today = await plans(team.id), await network_day(clock.now())
    asked = request.query_params.get('version', '')
    shown = next((one for one in every if asked in ('', str(one.number))), None)
    if asked and shown is None:
        raise NotFoundException
    day = (shown and shown.review_on) or usual_review(today)
    return page(
        request, 'coaches/plan/show.html', status=status, team=team, plan=shown, every=every, parts=PLAN_PARTS,
        sides=sides(request, team.id), is_newest=bool(every) and shown is every[0], yes=yes or Yes(data={'review_on': day}),
    )  # fmt: skip


@get('/team/{team_id:int}/coach/plan', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The newest version, or one before.

    :raises NotFoundException: there is no such version
    """
    return await _page(request, await seen_team(request, team_id))


async def _form(request: Request, team: TeamFacts, form: WithReview, status: int = 200) -> Response:
    return page(request, 'coaches/plan/edit.html', status=status, team=team, form=form, parts=list(PLAN_PARTS))


@get('/team/{team_id:int}/coach/plan/edit', opt=access.SIGNED_IN)
async def edit(request: Request, team_id: FromPath[int]) -> Response:
    """The plan as a form; saving makes a new version."""
    team, standing = await seen_team(request, team_id), await plan(team_id)
    first = {'review_on': usual_review(await network_day(clock.now()))}
    known = {**standing.parts, 'review_on': standing.review_on, 'version': standing.number} if standing else first
    return await _form(request, team, PlanForm(data=known))


@post('/team/{team_id:int}/coach/plan/edit', opt=access.SIGNED_IN)
async def write(request: Request, team_id: FromPath[int]) -> Response:
    """A new version."""
    team, form = await seen_team(request, team_id), await forms.read(PlanForm, request)
    if not form.validate():
        return await _form(request, team, form, status=422)
    parts = {name: form[name].data or '' for name in PLAN_PARTS}
    try:
        changed = await commands.write(
            team_id, parts, form.review_on.data, seen=form.version.data or 0, by=request.user, now=clock.now()
        )  # fmt: skip
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'hope')].errors = [said(refused)]
        return await _form(request, team, form, status=409)
    say = _('The plan is written. Now both sides say yes to it.') if changed else _('Nothing has changed.')
    return go(request, f'/team/{team_id}/coach/plan', say=say)


@post('/team/{team_id:int}/coach/plan/{number:int}/yes', opt=access.SIGNED_IN)
async def agree(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """One side says yes to this version.

    :raises NotFoundException: whoever asks is of neither side
    """
    team, theirs = await seen_team(request, team_id), sides(request, team_id)
    if not theirs:
        raise NotFoundException
    form = await forms.read(Yes, request)
    if not form.validate():
        return await _page(request, team, form, status=422)
    try:
        await commands.agree(team_id, number, theirs[0], review_on=form.review_on.data, by=request.user, now=clock.now())
    except Refused as refused:
        if refused.reason is NoPlan.REVIEW_PAST:
            form.review_on.errors = [said(refused)]
            return await _page(request, team, form, status=409)
        return go(request, f'/team/{team_id}/coach/plan', say=said(refused))
    return go(request, f'/team/{team_id}/coach/plan', say=_('You have said yes to this plan.'))


ROUTES = [show, edit, write, agree]
