"""The same questions on paper, and what came back on it, counted for the whole group."""

from __future__ import annotations

from litestar import Request, Response, get, post

from coaching.kit import access, clock, forms
from coaching.kit.forms.base import Sent
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.readiness.commands import answering as commands
from coaching.readiness.pages.reaching import OF_ROUND, ROLES, Reached, worked_on
from coaching.readiness.queries.rounds import tally
from coaching.readiness.rules.rounds import NoRound
from coaching.readiness.values import Phase, Role, Tally

MOST = 200


@get(f'{OF_ROUND}/paper', opt=access.SIGNED_IN)
async def paper(request: Request) -> Response:
    """A sheet to print, without a place for a name."""
    found = await worked_on(request)
    return page(request, 'readiness/paper.html', found=found, roles=ROLES, now=clock.now(), means=found.one.head.scale)


def _number(sent: Sent, name: str) -> int | None:
    """What was typed under this name as a number; 0 for nothing, None for what is no number or too high."""
    text = next((str(value).strip() for value in sent.getlist(name)), '')
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= MOST else None


def _names(found: Reached) -> list[str]:
    return [*(f'role.{role}' for role in Role), *(f'{item.key}.{answer}' for item in found.items for answer in found.one.answers)]


async def _form(request: Request, found: Reached, typed: dict[str, str], problems: dict[str, str], status: int = 200) -> Response:
    mistakes = [{'id': name, 'sentence': sentence} for name, sentence in problems.items()]
    return page(
        request, 'readiness/tally.html', status=status, found=found, typed=typed, problems=problems, roles=ROLES,
        form={'mistakes': mistakes}, parts=found.one.asked(pulse=found.round.is_pulse),
    )  # fmt: skip


@get(f'{OF_ROUND}/tally', opt=access.SIGNED_IN)
async def counted(request: Request) -> Response:
    """How many sheets came, and how often each answer was ticked."""
    found = await worked_on(request)
    if found.round.phase is not Phase.ANSWERING:
        return go(request, found.start)
    there = await tally(found.round)
    typed = {f'role.{role}': str(count) for role, count in there.roles.items()}
    typed |= {f'{item}.{answer}': str(count) for item, given in there.answers.items() for answer, count in given.items()}
    return await _form(request, found, typed, {})


@post(f'{OF_ROUND}/tally', opt=access.SIGNED_IN)
async def count(request: Request) -> Response:
    """Keep what was counted; said again, it is said anew."""
    found, sent = await worked_on(request), await forms.sent(request)
    numbers = {name: _number(sent, name) for name in _names(found)}
    typed = {name: next((str(value) for value in sent.getlist(name)), '') for name in numbers}
    problems = {name: _('Write a number from 0 to %(most)s', most=MOST) for name, number in numbers.items() if number is None}
    if problems:
        return await _form(request, found, typed, problems, 422)
    told = Tally(
        {role: number for role in Role if (number := numbers[f'role.{role}'])},
        {item.key: given for item in found.items if (given := _given(found, item.key, numbers))},
    )
    try:
        await commands.note_paper(found.round.id, told, by=request.user)
    except Refused as refused:
        if refused.reason is NoRound.ENDED:
            return go(request, found.start, say=said(refused))
        return await _form(request, found, typed, {_where(refused.reason, told): said(refused)}, 422)
    return go(request, found.start, say=_('The sheets are counted. You can tear them up now.'))


def _given(found: Reached, item: str, numbers: dict[str, int | None]) -> dict[str, int]:
    return {answer: number for answer in found.one.answers if (number := numbers[f'{item}.{answer}'])}


def _where(reason: Reason, told: Tally) -> str:
    """The field beside which it is said."""
    if reason is not NoRound.TOO_MANY:
        return f'role.{Role.PARENT}'
    item = next(item for item, given in told.answers.items() if sum(given.values()) > told.sheets)
    return f'{item}.{next(iter(told.answers[item]))}'


ROUTES = [paper, counted, count]
