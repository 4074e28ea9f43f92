"""The teams of one's places, and a new one."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from coaching.kit import clock, forms
from coaching.kit.database import atomic
from coaching.kit.forms import Sent
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.people.commands import find_or_add
from coaching.teams import policy
from coaching.teams.commands.taking_part import welcome
from coaching.teams.commands.teams import change
from coaching.teams.commands.teams import form as form_team
from coaching.teams.forms.teams import MODELS, STANDINGS, NewTeam, Sieve
from coaching.teams.pages.reach import COORDINATORS, places_in
from coaching.teams.queries import scope_of
from coaching.teams.queries.cohorts import cohorts
from coaching.teams.queries.teams import teams
from coaching.teams.values import Sifted, TeamStanding


@get('/setup/teams', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """By name; the address says which."""
    scope = await scope_of(request.user)
    sieve = Sieve(Sent.of(request.query_params.multi_items())).offer(await cohorts(place_ids=scope, owner_id=request.user.person_id))
    standing, cohort_id, without = '', None, False
    if sieve.validate():
        standing, cohort_id, without = sieve.standing.data or '', sieve.cohort.data or None, sieve.coach.data == 'none'
    only = Sifted((TeamStanding(standing),) if standing else (), without, cohort_id)
    after = request.query_params.get('after', '')[:300]
    found = await teams(place_ids=scope, only=only, after=after)
    kept = {'standing': standing, 'coach': 'none' if without else '', 'cohort': cohort_id, 'after': found.after}
    older = '/setup/teams?' + urlencode({name: value for name, value in kept.items() if value}) if found.after else ''
    return page(
        request, 'teams/teams/index.html', found=found.teams, sieve=sieve, older=older, standings=STANDINGS,
        is_sifted=bool(standing or without or cohort_id or after),
    )  # fmt: skip


async def _form(request: Request) -> NewTeam:
    scope = await scope_of(request.user)
    form = await forms.read(NewTeam, request)
    form.offer(await places_in(scope), or_none=scope is None)
    return form


@get('/setup/teams/new', opt=COORDINATORS)
async def new(request: Request) -> Response:
    """Which team, and who leads it?"""
    return page(request, 'teams/teams/new.html', form=await _form(request), models=MODELS)


@post('/setup/teams', opt=COORDINATORS)
async def add(request: Request) -> Response:
    """A new team with its lead, who is told the way in.

    :raises NotFoundException: the place is another's
    """
    form, scope = await _form(request), await scope_of(request.user)
    if not form.validate():
        return page(request, 'teams/teams/new.html', form=form, models=MODELS, status=422)
    fields, by = form.fields(), {'by': request.user, 'now': clock.now()}
    if not policy.covers(scope, fields['place_id']):
        raise NotFoundException
    async with atomic():
        lead_id, _is_new = await find_or_add(
            form.lead_name.data, form.lead_email.data, language=form.language.data, source='trainer', place_id=fields['place_id'], **by
        )  # fmt: skip
        team_id = await form_team(
            fields['name'], models=fields['models'], place_id=fields['place_id'], languages=fields['languages'], lead_id=lead_id, **by
        )  # fmt: skip
        await change(team_id, version=1, cafe_name=fields['cafe_name'], **by)
        await welcome(team_id, lead_id, **by)
    return go(request, f'/setup/teams/{team_id}', say=_('The team begins.'))


ROUTES = [index, new, add]
