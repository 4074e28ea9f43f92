"""A team's readiness at a glance: what it found out last, what goes on, and the next round."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import Later, later
from coaching.people.pages.holding import said
from coaching.readiness.commands.rounds import open_round
from coaching.readiness.definition import Instrument, instruments
from coaching.readiness.forms import Open
from coaching.readiness.pages.found import found_out, over_time
from coaching.readiness.pages.reaching import OCCASIONS, OF_TEAMS, seen_team
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import known, rounds_of
from coaching.readiness.queries.standing import standings
from coaching.readiness.rules.reading import Due, due
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Form, Phase
from coaching.teams.values import TeamFacts

DUE: dict[Due | None, Later] = {
    Due.HALF_A_YEAR: later('Half a year has passed since you looked. Look again together.'),
    Due.A_YEAR: later('A year has passed since you looked. Look again together.'),
}
FIELD_OF: dict[Reason, str] = {NoRound.OTHER_OCCASION: 'occasion', NoRound.NO_PULSE: 'form'}


@get(OF_TEAMS, opt=access.SIGNED_IN)
async def index(request: Request, team_id: FromPath[int]) -> Response:
    """What a team found out, the newest first."""
    team, who = await seen_team(request, team_id), stood(request.user, team_id)
    every = [(of, one) for of in await rounds_of(team_id) if (one := known(of))]
    closed = [(of, one) for of, one in every if of.phase is Phase.CLOSED]
    stands = (await standings([team_id])).get(team_id)
    full = stands.closed if stands else ()
    return page(
        request, 'readiness/index.html', team=team, start=f'/team/{team_id}/readiness', occasions=OCCASIONS,
        running=[(of, one) for of, one in every if of.phase is not Phase.CLOSED], closed=closed,
        found=await found_out(*closed[0]) if closed else None, lines=await over_time(closed),
        due=DUE.get(due(full, step=0, today=await network_day(clock.now()))),
        may_open=who.is_member or who.is_coach, may_answer=who.is_member and not who.is_coach,
    )  # fmt: skip


def offered(team: TeamFacts) -> list[Instrument]:
    """What is made for teams of this kind; what each member answers alone comes first."""
    fitting = [one for one in instruments() if not team.models or set(team.models) & set(one.head.models)]
    return sorted((one for one in fitting if one.head.answered != 'network'), key=lambda one: one.head.answered != 'each')


async def _may_open(request: Request, team_id: int) -> TeamFacts:
    """The team, for its people and its coach.

    :raises NotFoundException: for whoever only looks on, too
    """
    team, who = await seen_team(request, team_id), stood(request.user, team_id)
    if not (who.is_member or who.is_coach):
        raise NotFoundException
    return team


def _offered(team: TeamFacts, form: Open) -> Open:
    choices = offered(team)
    asked = [key for key in OCCASIONS if any(key in one.head.occasions for one in choices)]
    return form.offer([(one.key, f'{one.head.title} {one.head.summary}') for one in choices], [(key, OCCASIONS[key]) for key in asked])


@get(f'{OF_TEAMS}/new', opt=access.SIGNED_IN)
async def new(request: Request, team_id: FromPath[int]) -> Response:
    """Which questions, and why now?"""
    team, rounds = await _may_open(request, team_id), await rounds_of(team_id)
    first = next((one.key for one in offered(team)), '')
    occasion = 'six_monthly' if any(of.instrument == first for of in rounds) else 'baseline'
    form = _offered(team, Open(data={'instrument': first, 'form': 'full', 'occasion': occasion}))
    return page(request, 'readiness/new.html', team=team, start=f'/team/{team_id}/readiness', form=form)


@post(OF_TEAMS, opt=access.SIGNED_IN)
async def begin(request: Request, team_id: FromPath[int]) -> Response:
    """A round begins."""
    team, status = await _may_open(request, team_id), 422
    form = _offered(team, await forms.read(Open, request))
    if form.validate():
        one = next(one for one in offered(team) if one.key == form.instrument.data)
        asked, occasion = Form(form.form.data), form.occasion.data
        try:
            round_id = await open_round(team_id, one, form=asked, occasion=occasion, by=request.user, now=clock.now())
        except Refused as refused:
            form[FIELD_OF.get(refused.reason, 'instrument')].errors, status = [said(refused)], 409
        else:
            return go(request, f'/team/{team_id}/readiness/{round_id}')
    return page(request, 'readiness/new.html', team=team, start=f'/team/{team_id}/readiness', form=form, status=status)


ROUTES = [index, new, begin]
