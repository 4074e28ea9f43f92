"""Dates for the next meeting: proposed, answered by everybody, chosen, moved, called off; answered from a letter without a sign-in too."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access, clock, dates, forms, tokens
from coaching.kit.forms.reading import sent
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams import secrets
from coaching.teams.commands import polls as commands
from coaching.teams.forms.meetings import ANSWERS, Dates, Move
from coaching.teams.pages.ours.reaching import OURS, our_team, own_team
from coaching.teams.queries.meetings import asked, poll
from coaching.teams.queries.next_steps import owners
from coaching.teams.queries.teams import team
from coaching.teams.rules.meetings import NoPoll, moment
from coaching.teams.values import Answer, AskedFacts, PollFacts

WHERE = '/team/{team_id:int}/meetings/dates'
ONE = f'{WHERE}/{{poll_id:int}}'


def _back(request: Request, team_id: int, say: str) -> Response:
    return go(request, f'/team/{team_id}/meetings', say=say)


async def _poll(team_id: int, poll_id: int) -> PollFacts:
    """Dates of this team.

    :raises NotFoundException: of another one
    """
    one = await poll(poll_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return one


@get(WHERE, opt=OURS)
async def new(request: Request, team_id: FromPath[int]) -> Response:
    """Which dates?"""
    found = await own_team(request, team_id)
    return page(request, 'teams/ours/dates.html', team=found, form=(await forms.read(Dates, request)).offer(request.user.zone))


@post(WHERE, opt=OURS)
async def propose(request: Request, team_id: FromPath[int]) -> Response:
    """Ask everybody."""
    found, form = await own_team(request, team_id), (await forms.read(Dates, request)).offer(request.user.zone)
    moments = form.moments() if form.validate() else None
    if moments is None:
        return page(request, 'teams/ours/dates.html', team=found, form=form, status=422)
    try:
        await commands.propose(
            team_id, moments, minutes=form.minutes.data, zone=form.zone.data, title=form.title.data or '',
            place_words=form.place_words.data or '', nonce=form.nonce.data or '', by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.day_1.errors = [said(refused)]
        return page(request, 'teams/ours/dates.html', team=found, form=form, status=422)
    return _back(request, team_id, _('We ask everybody by email. You can answer here.'))


async def _answers(request: Request) -> dict[int, Answer]:
    """What was chosen for each date; whatever else was sent is nobody's answer."""
    known = {one.value: one for one in Answer}
    dated = ((name.removeprefix('date_'), str(values[-1])) for name, values in (await sent(request)).items() if name.startswith('date_'))
    return {int(number): known[value] for number, value in dated if _is_id(number) and value in known}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@post(f'{ONE}/answer', opt=OURS)
async def answer(request: Request, team_id: FromPath[int], poll_id: FromPath[int]) -> Response:
    """Whether whoever asks can come; a coach answers too."""
    await our_team(request, team_id)
    await _poll(team_id, poll_id)
    try:
        await commands.answer(poll_id, request.user.person_id or 0, await _answers(request), now=clock.now())
    except Refused as refused:
        return _back(request, team_id, said(refused))
    return _back(request, team_id, _('Thank you for your answer.'))


@post(f'{ONE}/choice', opt=OURS)
async def choose(request: Request, team_id: FromPath[int], poll_id: FromPath[int]) -> Response:
    """This date it is."""
    await own_team(request, team_id)
    await _poll(team_id, poll_id)
    chosen = str(next(iter((await sent(request)).getlist('date_id')), ''))
    date_id = int(chosen) if _is_id(chosen) else 0
    try:
        await commands.choose(poll_id, date_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _back(request, team_id, said(refused))
    return _back(request, team_id, _('The date is chosen. Everybody gets it for their calendar.'))


@get(f'{ONE}/move', opt=OURS)
async def before_moving(request: Request, team_id: FromPath[int], poll_id: FromPath[int]) -> Response:
    """Another time or place.

    :raises NotFoundException: no date is chosen
    """
    found, one = await own_team(request, team_id), await _poll(team_id, poll_id)
    if one.chosen is None or one.cancelled_at:
        raise NotFoundException
    at = dates.local(one.chosen.starts_at, one.zone)
    known = {'day': at.date(), 'time': at.time(), 'minutes': one.chosen.minutes, 'place_words': one.place_words, 'sequence': one.sequence}
    return page(request, 'teams/ours/move.html', team=found, poll=one, form=Move(data=known))


@post(f'{ONE}/move', opt=OURS)
async def move(request: Request, team_id: FromPath[int], poll_id: FromPath[int]) -> Response:
    """It is at another time or place, in everybody's calendar too."""
    found, one, form = await own_team(request, team_id), await _poll(team_id, poll_id), await forms.read(Move, request)
    if not form.validate():
        return page(request, 'teams/ours/move.html', team=found, poll=one, form=form, status=422)
    at = moment(form.day.data, form.time.data, one.zone)
    try:
        if at is None:
            raise Refused(NoPoll.NO_SUCH_HOUR)
        await commands.move(
            poll_id, at, minutes=form.minutes.data, place_words=form.place_words.data or '', sequence=form.sequence.data or 0,
            by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.day.errors = [said(refused)]
        form.sequence.raw_data, form.sequence.data = None, one.sequence
        return page(request, 'teams/ours/move.html', team=found, poll=one, form=form, status=409)
    return _back(request, team_id, _('It has moved. Everybody gets the new time for their calendar.'))


@post(f'{ONE}/cancellation', opt=OURS)
async def call_off(request: Request, team_id: FromPath[int], poll_id: FromPath[int]) -> Response:
    """It is off, and out of everybody's calendar."""
    await own_team(request, team_id)
    await _poll(team_id, poll_id)
    try:
        await commands.call_off(poll_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _back(request, team_id, said(refused))
    return _back(request, team_id, _('It is called off. Everybody is told.'))


async def _opened(token: str) -> tuple[AskedFacts, PollFacts]:
    """Who is asked, and about which dates; whoever left is not asked any more.

    :raises NotFoundException: for a link that was not made here
    """
    number = tokens.read_row_id(token)
    who = await asked(number) if number is not None else None
    if who is None or not tokens.opens(token, secrets.MEETING, who.id, who.nonce):
        raise NotFoundException
    one = await poll(who.poll_id)
    if one is None or who.person_id not in {owner.person_id for owner in await owners(one.team_id)}:
        raise NotFoundException
    return who, one


@get('/team-meeting/{token:str}', opt=access.LINK)
async def from_letter(request: Request, token: FromPath[str]) -> Response:
    """The dates, and one's own answers."""
    who, one = await _opened(token)
    return page(
        request, 'teams/ours/answer.html', token=token, poll=one, team=await team(one.team_id), person_id=who.person_id, answers=ANSWERS
    )  # fmt: skip


@post('/team-meeting/{token:str}', opt=access.LINK)
async def answer_from_letter(request: Request, token: FromPath[str]) -> Response:
    """Whether whoever got the letter can come."""
    who, one = await _opened(token)
    try:
        await commands.answer(one.id, who.person_id, await _answers(request), now=clock.now())
    except Refused as refused:
        return go(request, f'/team-meeting/{token}', say=said(refused))
    return go(request, f'/team-meeting/{token}', say=_('Thank you for your answer.'))


ROUTES = [new, propose, answer, choose, before_moving, move, call_off, from_letter, answer_from_letter]
