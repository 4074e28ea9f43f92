"""Places where cafés may begin, as a team writes them down."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.commands import pilot_sites as commands
from coaching.teams.forms.meetings import named
from coaching.teams.forms.sites import Site, SiteStands
from coaching.teams.pages.ours.reaching import OURS, our_team, own_team
from coaching.teams.policy import OF_THE_TEAM, holds
from coaching.teams.queries.next_steps import owners
from coaching.teams.queries.pilot_sites import site, sites_of
from coaching.teams.rules.pilot_sites import SITE_STATES
from coaching.teams.values import SiteFacts, SiteState, TeamFacts

WHERE = '/team/{team_id:int}/people/places'
ONE = f'{WHERE}/{{site_id:int}}'


async def _index(request: Request, found: TeamFacts, *, form: Site | None = None, status: int = 200) -> Response:
    people = await owners(found.id)
    return page(
        request, 'teams/ours/places.html', team=found, sites=await sites_of(found.id), states=SITE_STATES, status=status,
        is_of_team=holds(request.user, found.id, *OF_THE_TEAM), form=(form or Site()).offer(people),
        people={one.person_id: named(one) for one in people},
    )  # fmt: skip


@get(WHERE, opt=OURS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """All of them, and how each stands."""
    return await _index(request, await our_team(request, team_id))


@post(WHERE, opt=OURS)
async def add(request: Request, team_id: FromPath[int]) -> Response:
    """One more."""
    found = await own_team(request, team_id)
    form = (await forms.read(Site, request)).offer(await owners(team_id))
    if not form.validate():
        return await _index(request, found, form=form, status=422)
    await commands.add(
        team_id, form.name.data, state=SiteState(form.state.data), introduced_by_id=form.introduced_by_id.data or None,
        introduced_words=form.introduced_words.data or '', by=request.user, now=clock.now(),
    )  # fmt: skip
    return go(request, f'/team/{team_id}/people/places', say=_('%(name)s is on your list.', name=form.name.data))


async def _site(team_id: int, site_id: int) -> SiteFacts:
    """A place of this team.

    :raises NotFoundException: of another one
    """
    one = await site(site_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return one


async def _one(
    request: Request, found: TeamFacts, one: SiteFacts, *, form: Site | None = None, stands: SiteStands | None = None, status: int = 200
) -> Response:
    known = {'name': one.name, 'introduced_by_id': one.introduced_by_id or 0, 'version': one.version}
    words = '' if one.introduced_by_id else one.introduced_by
    form = form or Site(data=known | {'introduced_words': words, 'state': one.state.value})
    return page(
        request, 'teams/ours/place.html', team=found, one=one, states=SITE_STATES, form=form.offer(await owners(found.id), one),
        stands=stands or SiteStands(data={'state': one.state.value}), status=status,
    )  # fmt: skip


@get(ONE, opt=OURS)
async def edit(request: Request, team_id: FromPath[int], site_id: FromPath[int]) -> Response:
    """One place with its history."""
    found, one = await own_team(request, team_id), await _site(team_id, site_id)
    return await _one(request, found, one)


@post(ONE, opt=OURS)
async def save(request: Request, team_id: FromPath[int], site_id: FromPath[int]) -> Response:
    """Say its name or who introduced it differently."""
    found, one = await own_team(request, team_id), await _site(team_id, site_id)
    form = (await forms.read(Site, request)).offer(await owners(team_id), one)
    if not form.validate():
        return await _one(request, found, one, form=form, status=422)
    try:
        await commands.change(
            site_id, version=form.version.data, name=form.name.data, introduced_by_id=form.introduced_by_id.data or None,
            introduced_words=form.introduced_words.data or '', by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.name.errors = [said(refused)]
        form.version.raw_data, form.version.data = None, one.version
        return await _one(request, found, one, form=form, status=409)
    return go(request, f'/team/{team_id}/people/places', say=_('Saved.'))


@post(f'{ONE}/standing', opt=OURS)
async def stand(request: Request, team_id: FromPath[int], site_id: FromPath[int]) -> Response:
    """How it stands from today."""
    found, one, form = await own_team(request, team_id), await _site(team_id, site_id), await forms.read(SiteStands, request)
    if not form.validate():
        return await _one(request, found, one, stands=form, status=422)
    try:
        await commands.stand(site_id, SiteState(form.state.data), note=form.note.data or '', by=request.user, now=clock.now())
    except Refused as refused:
        form.state.errors = [said(refused)]
        return await _one(request, found, one, stands=form, status=409)
    return go(request, f'/team/{team_id}/people/places', say=_('Saved.'))


ROUTES = [show, add, edit, save, stand]
