"""The page of all teams of a coach: who needs the coach and why, talks of today and tomorrow, and everybody else at a glance."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get

from coaching.caseload.pages import showing
from coaching.caseload.policy import may_call
from coaching.caseload.queries.facts import most_teams, teams_now
from coaching.caseload.queries.week import went_well
from coaching.caseload.rules.needs import sorted_out
from coaching.caseload.rules.saying import answered_in, next_monday, the_rule, the_rule_in_short
from coaching.caseload.values import TeamNow
from coaching.coaches.policy import coached
from coaching.coaches.queries import helping
from coaching.coaches.values import HelpThread
from coaching.kit import access, clock, dates
from coaching.kit.access import Actor
from coaching.kit.database import one_connection
from coaching.kit.pages import around, page, prefix_of
from coaching.teams.values import TeamStanding

QUARTER = datetime.timedelta(days=90)
FEW_CALLS = 3
BESIDE_TEAMS = access.roles('coach', 'apprentice', 'seasoned_host')


@get('/coach', opt=BESIDE_TEAMS)
async def show(request: Request) -> Response:
    """Who needs this coach, and why."""
    actor, now = request.user, clock.now()
    home, zone = around.network().zone, actor.zone or around.network().zone
    today, person_id = dates.local(now, home).date(), actor.person_id or 0
    async with one_connection():
        teams = await _teams(actor, today, now, home)
        well = await went_well([team.team_id for team in teams], today - datetime.timedelta(days=showing.FEW_DAYS - 1), today)
        most, calls = await most_teams(person_id), await _calls(actor)
        median = await helping.median_minutes_to_answer(now - QUARTER, coached(actor), at_least=FEW_CALLS)
    found = sorted_out(teams, person_id=person_id, today=today)
    return page(
        request, 'caseload/coach/show.html', found=found, title=showing.headline(found), short=the_rule_in_short(), rule=the_rule(),
        monday=next_monday(today),
        cards=[showing.card(team, needs, person_id) for team, needs in found.needy],
        lines=[showing.line(team, zone, today) for team in found.on_track], talks=showing.talks(teams, person_id, zone, now),
        well=showing.celebrated(teams, well, today), root=prefix_of(request.scope),
        leads=sum(team.lead_id == person_id for team in teams), most=most, calls=calls,
        may_coach=actor.has('coach'), answered_in=answered_in(median),
    )  # fmt: skip


async def _teams(actor: Actor, today: datetime.date, now: datetime.datetime, zone: str) -> list[TeamNow]:
    teams = await teams_now(coached(actor), today=today, now=now, zone=zone, person_id=actor.person_id)
    return [team for team in teams if team.standing is not TeamStanding.CLOSED]


async def _calls(actor: Actor) -> list[HelpThread]:
    """Calls for help that went to this seasoned host, too, and that nobody has answered."""
    team_ids = may_call(actor)
    threads = await helping.threads(team_ids) if team_ids and await helping.may_call(actor.person_id) else []
    return [one for one in threads if one.passed_on_at and not one.answered_at]


ROUTES = [show]
