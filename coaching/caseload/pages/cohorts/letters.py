"""A letter to all people of a cohort, looked at before it goes."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.caseload.cohort_forms import Letter
from coaching.caseload.commands.cohort_letters import write
from coaching.caseload.letters.notes import looks
from coaching.caseload.pages.cohorts.reaching import COACHES, Reached, kept
from coaching.caseload.queries.cohort_letters import Addressee, addressees, all_written
from coaching.kit import forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.tokens import digest, random_token
from coaching.kit.words import n_
from coaching.people.pages.holding import said
from coaching.people.rules import shown_phone


@get('/cohorts/{cohort_id:int}/letters', opt=COACHES)
async def index(request: Request, cohort_id: FromPath[int]) -> Response:
    """Write one, and see those that went out."""
    return await _page(request, await kept(request, cohort_id), Letter())


async def _page(request: Request, found: Reached, form: Letter, *, status: int = 200) -> Response:
    people = await addressees(found.cohort.id, found.ids)
    return page(
        request, 'caseload/cohorts/letters.html', status=status, found=found, cohort=found.cohort, form=form,
        count=sum(one.can_be_written_to for one in people), sent=await all_written(found.cohort.id),
    )  # fmt: skip


@post('/cohorts/{cohort_id:int}/letters', opt=COACHES)
async def look(request: Request, cohort_id: FromPath[int]) -> Response:
    """How it will read, and who gets it."""
    found, form = await kept(request, cohort_id), await forms.read(Letter, request)
    if not form.validate():
        return await _page(request, found, form, status=422)
    return await _look(request, found, form)


async def _look(request: Request, found: Reached, form: Letter, *, nonce: str = '', status: int = 200) -> Response:
    people = await addressees(found.cohort.id, found.ids)
    to_write = [one for one in people if one.can_be_written_to]
    written = await looks(
        to_write, subject=form.subject.data, body=form.body.data, cohort=found.cohort.name, writer_id=request.user.person_id,
    )  # fmt: skip
    return page(
        request, 'caseload/cohorts/letter.html', status=status, found=found, cohort=found.cohort, form=form, looks=written,
        to_write=to_write, to_call=[one for one in people if not one.has_address],
        stopped=[one for one in people if one.has_address and one.has_stopped],
        number_of=lambda one: _number(found, one), nonce=nonce or random_token(),
    )  # fmt: skip


def _number(found: Reached, one: Addressee) -> str:
    """Numbers are for whoever coaches somebody's team or looks after its place."""
    return shown_phone(one.phone) if one.phone and found.coached.union(found.looked_after) & set(one.team_ids) else ''


@post('/cohorts/{cohort_id:int}/letters/sent', opt=COACHES)
async def send(request: Request, cohort_id: FromPath[int]) -> Response:
    """Off it goes, once; an answer reaches whoever wrote it."""
    found, form = await kept(request, cohort_id), await forms.read(Letter, request)
    if not form.validate():
        return await _page(request, found, form, status=422)
    nonce = form.nonce.data or random_token()
    letter = {'subject': form.subject.data, 'body': form.body.data}
    try:
        count = await write(cohort_id, **letter, team_ids=found.ids, nonce=digest(nonce), by=request.user, now=found.now)
    except Refused as refused:
        form.body.errors = [said(refused)]
        return await _look(request, found, form, nonce=nonce, status=409)
    return go(request, found.path, say=n_('Your email goes to %(n)s person.', 'Your email goes to %(n)s people.', count))


ROUTES = [index, look, send]
