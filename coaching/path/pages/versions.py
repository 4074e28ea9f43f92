"""A newer version of a team's path: its coach, or whoever looks after its place, says what each step and each part becomes."""

from __future__ import annotations

import itertools

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, later
from coaching.path.commands.moving import move, newer
from coaching.path.definition import Path, path
from coaching.path.policy import stood
from coaching.path.queries import journey
from coaching.path.values import JourneyFacts
from coaching.people.pages.holding import said
from coaching.teams.policy import covers
from coaching.teams.queries import scope_of
from coaching.teams.queries.teams import team
from coaching.teams.values import TeamFacts

FALLS_AWAY = 'none'


async def _reached(request: Request, team_id: int) -> tuple[TeamFacts, JourneyFacts]:
    """The team and its walk.

    :raises NotFoundException: for whoever neither coaches it nor looks after its place
    """
    found, walk = await team(team_id), await journey(team_id)
    looks_after = found and request.user.has('coordinator') and covers(await scope_of(request.user), found.place_id)
    if found is None or walk is None or not (looks_after or stood(request.user, team_id).is_coach):
        raise NotFoundException
    return found, walk


def _map(old: Path, new: Path) -> type[forms.Form]:
    """A form with a choice for each step and each part; what has the same number or code is chosen already."""
    into = [(str(step.number), f'{step.number}. {step.head.label}') for step in new.steps] + [(FALLS_AWAY, later('It falls away'))]
    parts = [one for step in new.steps for one in step.head.purposes]
    onto = [(one.code, one.words) for one in parts] + [(FALLS_AWAY, later('It falls away'))]
    same = {value for value, _label in itertools.chain(into, onto)}
    fields = {}
    for step in old.steps:
        number = str(step.number)
        fields[f'step-{number}'] = forms.ChoiceField(
            f'{number}. {step.head.label}', choices=into, default=number if number in same else FALLS_AWAY
        )
        for one in step.head.purposes:
            fields[f'code-{one.code}'] = forms.ChoiceField(one.words, choices=onto, default=one.code if one.code in same else FALLS_AWAY)
    return type('Becomes', (forms.Form,), fields)


def _same(old: Path, new: Path, form: forms.Form) -> set[int]:
    """The steps that the newer version says in the same words, and of which nothing else was chosen: they need no look."""
    found = set()
    for step in old.steps:
        becomes, names = new.step(step.number), [f'step-{step.number}', *(f'code-{one.code}' for one in step.head.purposes)]
        said = becomes and (becomes.head.label, [(one.code, one.words) for one in becomes.head.purposes])
        chosen = all(form[name].data == form[name].default and not form[name].errors for name in names)
        if chosen and said == (step.head.label, [(one.code, one.words) for one in step.head.purposes]):
            found.add(step.number)
    return found


def _shown(request: Request, found: TeamFacts, old: Path, new: Path | None, form: forms.Form | None, *, status: int = 200) -> Response:
    form = form or (_map(old, new)() if new else forms.Form())
    same = _same(old, new, form) if new else set()
    return page(request, 'path/home/version.html', team=found, old=old, new=new, form=form, same=same, status=status)


@get('/team/{team_id:int}/version', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """What is new, and what each step becomes."""
    found, walk = await _reached(request, team_id)
    return _shown(request, found, path(walk.path_key, walk.path_version), newer(walk), None)


@post('/team/{team_id:int}/version', opt=access.SIGNED_IN)
async def change(request: Request, team_id: FromPath[int]) -> Response:
    """The team goes on by the newer version."""
    found, walk = await _reached(request, team_id)
    old, new = path(walk.path_key, walk.path_version), newer(walk)
    if new is None:
        return _shown(request, found, old, None, None, status=409)
    form = await forms.read(_map(old, new), request)
    if not form.validate():
        return _shown(request, found, old, new, form, status=422)
    chosen = {name: None if field.data == FALLS_AWAY else field.data for name, field in form._fields.items()}
    steps = {int(name[5:]): value and int(value) for name, value in chosen.items() if name.startswith('step-')}
    codes = {name[5:]: value for name, value in chosen.items() if name.startswith('code-')}
    try:
        await move(team_id, new.version, steps=steps, codes=codes, by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        return _shown(request, found, old, new, form, status=409)
    coaches = stood(request.user, team_id).is_coach
    return go(request, f'/team/{team_id}' if coaches else f'/team/{team_id}/version', say=_('The team walks by the newer version now.'))


ROUTES = [show, change]
