"""One step of a team: why it matters, what its talks should achieve, what was written and shown, and where it stands."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Awaitable, Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.guides.pages.teams import guides_for
from coaching.kit import access, clock, forms
from coaching.kit.database import one_connection
from coaching.kit.pages import fragment_asked, go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.path import queries
from coaching.path.definition import Step
from coaching.path.forms import Entry, Proof, Share, Stays, Why
from coaching.path.pages.known import known
from coaching.path.pages.reaching import Reached, reached
from coaching.path.pages.showing import asked_of, state_words
from coaching.path.queries.answers import waits_longest
from coaching.path.queries.notes import notes, resources, shared
from coaching.path.rules.marking import side_of
from coaching.path.rules.noting import NoNote, mark_of
from coaching.path.rules.progress import step_now
from coaching.path.rules.steps import NoSignOff, differences, state_of, why_not_claim, why_not_confirm
from coaching.path.values import Marked, NoteFacts, StepFacts, StepState
from coaching.people.pages.holding import said
from coaching.teams.policy import teams_of

WHYS = ('return', 'reopen', 'aside')
"""Where a coach says why, by the beginning of the field's name."""


JUST_NOW = datetime.timedelta(minutes=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A purpose with how far whoever looks, and the other side, see it; `seen` is how often the own side had marked it."""

    code: str
    words: str
    mark: Marked | None
    other: Marked | None
    seen: int
    is_excepted: bool
    differs: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A question with what stands in its field; `mine` differs from the note where somebody else wrote meanwhile.

    `is_fresh` where whoever looks wrote it just now.
    """

    number: int
    question: str
    note: NoteFacts | None
    mine: str
    problem: str
    is_fresh: bool = False

    @property
    def seen(self) -> str:
        return mark_of(self.note.words if self.note else '')


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """What was sent and not taken: the forms with their mistakes, and notes with why each was not kept."""

    forms: Mapping[str, forms.Form] = dataclasses.field(default_factory=dict)
    written: Mapping[int, str] = dataclasses.field(default_factory=dict)
    problems: Mapping[int, str] = dataclasses.field(default_factory=dict)


async def the_step(request: Request, team_id: int, number: int) -> tuple[Reached, Step]:
    """The team and the step of its path.

    :raises NotFoundException: not theirs, or there is none
    """
    found = await reached(request, team_id)
    step = found.path.step(number) if found.path else None
    if step is None:
        raise NotFoundException
    return found, step


@get('/team/{team_id:int}/steps/{number:int}', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """The step."""
    async with one_connection():
        return await shown(request, *await the_step(request, team_id, number))


@get('/team/{team_id:int}/steps/{number:int}/print', opt=access.SIGNED_IN)
async def sheet(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """Its questions on paper, large, with lines to write on."""
    found, step = await the_step(request, team_id, number)
    assert found.path
    return page(request, 'path/step/sheet.html', team=found.team, step=step, steps_in_all=len(found.path.steps))


async def shown(request: Request, found: Reached, step: Step, sent: Sent | None = None, *, status: int = 200) -> Response:
    """The page of the step, with what was sent and not taken."""
    assert found.walk and found.path
    sent, steps, is_own = sent or Sent(), await queries.steps(found.walk, on=datetime.date.max), step.head.questions_private
    facts, noted = steps[step.number - 1], {} if is_own else await notes(found.walk.id, step.number)
    words, kind = state_words(facts, found.coach)
    no_sign_off = why_not_confirm(facts, steps[: step.number - 1], by=found.stood)
    here: dict[str, Any] = {
        'found': found, 'team': found.team, 'stood': found.stood, 'step': step, 'facts': facts, 'steps_in_all': len(steps),
        'state': state_of(facts), 'words': words, 'kind': kind, 'asks': asked_of(facts), 'parts': await _parts(found, step, facts),
        'asked': _asked(step, noted, sent, request.user.person_id, clock.now()),
        'older': [one for number, one in noted.items() if number > len(step.head.questions)],
        'last': max(noted.values(), key=lambda one: one.written_at, default=None),
        'evidence': await queries.evidence(found.walk.id, step.number), 'known': await known(found.walk, facts),
        'no_claim': _sentence(why_not_claim(facts, by=found.stood)),
        'no_sign_off': _sentence(no_sign_off), 'not_fully': no_sign_off is NoSignOff.NOT_FULLY, 'next': found.path.step(step_now(steps)),
        'forms': {**_empty(found, step), **sent.forms}, 'wrong': [one for one in sent.forms.values() if one.mistakes],
        'lists': await _lists(found, step),
        'answers': await shared(found.walk.id, step.number) if is_own else [],
        'reflected': await queries.reflected(found.walk.id) if is_own else {},
    }  # fmt: skip
    may_go_on = found.stood.is_coach and here['state'] == StepState.CONFIRMED
    here['guides'] = await guides_for(found.team.id, found.path.key, step.number, found.path.head.model)
    here['waits'] = await waits_longest(teams_of(request.user, 'coach')) if may_go_on else None
    here['gone'] = request.query_params.get('gone', '')
    here['list_is_open'] = 'list' in request.query_params
    template = 'path/step/_notes.html' if fragment_asked(request) == 'notes' else 'path/step/show.html'
    return page(request, template, status=status, **here)


def _sentence(reason: Reason | None) -> str:
    return _(reason.value) if reason else ''


def _empty(found: Reached, step: Step) -> dict[str, forms.Form]:
    """The forms that this page has, for whoever looks at it."""
    empty: dict[str, forms.Form] = {name: Why(prefix=f'{name}-') for name in WHYS if found.stood.is_coach}
    if found.stood.is_coach:
        empty |= {name: Stays(prefix=f'{name}-') for name in ('except', 'stay')}
    if step.head.questions_private:
        empty['share'] = Share(prefix='share-').offer(step.head.questions)
    if _has_lists(step):
        empty['entry'] = Entry(prefix='entry-').offer()
    return {**empty, 'proof': Proof().offer((one.code, one.words) for one in step.head.purposes)}


async def _parts(found: Reached, step: Step, facts: StepFacts) -> list[Part]:
    assert found.walk
    side = side_of(found.stood) or 'team'
    mine, other = (facts.marks, facts.coach_marks) if side == 'team' else (facts.coach_marks, facts.marks)
    counted, apart = await queries.numbers(found.walk.id, side), differences(facts)
    return [
        Part(
            one.code, one.words, mine.get(one.code), other.get(one.code), counted.get(one.code, 0), one.code in facts.excepted,
            one.code in apart,
        )
        for one in step.head.purposes
    ]  # fmt: skip


def _asked(step: Step, noted: Mapping[int, NoteFacts], sent: Sent, me: int | None, now: datetime.datetime) -> list[Asked]:
    """The questions of the step; of those that are for oneself nothing is known here."""
    return [
        Asked(
            number, question, noted.get(number),
            sent.written.get(number, noted[number].words if number in noted else ''), sent.problems.get(number, ''),
            number in noted and noted[number].by_person_id == me and now - noted[number].written_at < JUST_NOW,
        )
        for number, question in enumerate(step.head.questions, start=1)
    ]  # fmt: skip


async def _lists(found: Reached, step: Step) -> dict[Any, Any] | None:
    assert found.walk
    return await resources(found.walk.id) if _has_lists(step) else None


def _has_lists(step: Step) -> bool:
    return any(proof.kind == 'list' for proof in step.head.proof)


async def answered(
    request: Request, found: Reached, step: Step, doing: Awaitable[object], *, say: str, at: str = '', form: str = 'plain',
    field: str = '', given: forms.Form | None = None,
) -> Response:  # fmt: skip
    """Do it and show the step, or show why not beside the field in which it was written."""
    try:
        await doing
    except Refused as refused:
        form_sent = given or forms.Form()
        if field:
            form_sent[field].errors = [said(refused)]
        else:
            form_sent.form_errors.append(said(refused))
        return await shown(request, found, step, Sent({form: form_sent}), status=409)
    return go(request, f'/team/{found.team.id}/steps/{step.number}{at}', say=say)


def no_note(reason: NoNote, note: NoteFacts | None) -> str:
    """Why a note was not kept, with who wrote meanwhile."""
    return _(reason.value, name=note.by if note and note.by else _('Somebody'))


ROUTES = [show, sheet]
