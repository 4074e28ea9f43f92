"""One team on one page, for whoever talks with it next: what is new, where they parked, what is open, and how to reach them."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.caseload.pages import showing
from coaching.caseload.pages.telling import told
from coaching.caseload.queries.facts import teams_now
from coaching.caseload.queries.handed import handed_over
from coaching.caseload.queries.since import since_last_talk
from coaching.caseload.rules.needs import for_coach, needs
from coaching.caseload.rules.saying import said
from coaching.caseload.values import TeamNow
from coaching.coaches.pages.reaching import COACHES
from coaching.coaches.policy import may_coach
from coaching.coaches.queries import contacts
from coaching.coaches.queries.planning import plan
from coaching.coaches.rules.taxonomy import HOW, MODES, TAGS
from coaching.coaches.values import Talk
from coaching.guides.pages.teams import guides_for
from coaching.kit import clock, dates
from coaching.kit.database import one_connection
from coaching.kit.pages import around, page
from coaching.kit.words import _, n_
from coaching.path.definition import path
from coaching.people.rules import shown_phone
from coaching.teams.queries.next_steps import open_of
from coaching.teams.queries.teams import members

FEW_TALKS = 5


@get('/coach/teams/{team_id:int}', opt=COACHES)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The team before a call."""
    actor, now, home = request.user, clock.now(), around.network().zone
    if not may_coach(actor, team_id):
        raise NotFoundException
    today = dates.local(now, home).date()
    async with one_connection():
        found = await teams_now([team_id], today=today, now=now, zone=home, person_id=actor.person_id)
        if not found:
            raise NotFoundException
        happened, talks = await since_last_talk(team_id, home), await contacts.talks_of(team_id, also_coaches_only=True, limit=FEW_TALKS)
        held = [talk for talk in talks if talk.how == 'held']
        parked = next((talk for talk in held if talk.has_words), None)
        if parked is None and len(talks) == FEW_TALKS:
            parked = await contacts.parked(team_id)
        is_new = found[0].lead_id == actor.person_id and not any(talk.author_id == actor.person_id for talk in held)
        handed = await handed_over(team_id, actor.person_id or 0, today) if is_new else None
        guides = await guides_for(team_id, team_path[0], found[0].step, path(*team_path).head.model) if (team_path := found[0].path) else []
        open_steps, people, agreed = (await open_of([team_id]))[team_id], await members(team_id), await plan(team_id)
    team = found[0]
    news = told(team, happened)
    return page(
        request, 'caseload/team/show.html', team=team, title=_title(team.name, len(news)), news=news, today=today, people=people,
        reasons=[said(need) for need in for_coach(needs(team, today))], where=showing.where(team), open_steps=open_steps, talks=talks,
        dots=showing.dots(team.states, team.step), stands_in=showing.stands_in(team, actor.person_id or 0), plan=agreed,
        parked=parked or next(iter(held), None), paused=showing.paused(team, today), modes=MODES, how=HOW,
        tags=TAGS, since=_since(team, held, actor.person_id), handed=handed if handed and (handed.before or handed.note) else None,
        about=team.agreed_on if team.agreed_on and team.agreed_on >= today else None, phone_words=shown_phone, guides=guides,
    )  # fmt: skip


def _since(team: TeamNow, held: Sequence[Talk], person_id: int | None) -> str:
    """Since which talk things are new, and whose that was."""
    if team.last_talk_on is None:
        return _('Since they began')
    if held and held[0].author_id != person_id:
        return _('Since the last talk (%(name)s, %(day)s)', name=held[0].author, day=dates.day(team.last_talk_on, dates.SHORT_DAY))
    return _('Since your last talk on %(day)s', day=dates.day(team.last_talk_on))


def _title(name: str, new: int) -> str:
    if not new:
        return _('%(team)s: nothing new', team=name)
    return n_('%(team)s: %(n)s thing is new', '%(team)s: %(n)s things are new', new, team=name)


ROUTES = [show]
