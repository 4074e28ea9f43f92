"""What is written on a step's page: notes, what somebody shares, that somebody wrote for themselves, and what a team has."""

from __future__ import annotations

import contextlib

from litestar import Request, Response, post
from litestar.params import FromPath

from coaching.kit import access, clock, forms
from coaching.kit.forms.base import lines
from coaching.kit.pages import fragment_asked, go
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.path.commands import noting, sharing, telling
from coaching.path.commands.noting import Written
from coaching.path.definition import Step
from coaching.path.forms import Entry, Share, Told
from coaching.path.pages.step import Sent, answered, no_note, shown, the_step
from coaching.path.queries.notes import notes
from coaching.path.rules.noting import Keep
from coaching.path.values import ResourceKind
from coaching.people.pages.holding import said

START = '/team/{team_id:int}/steps/{number:int}'
LONGEST = 3000


def _written(step: Step, sent: forms.Sent) -> dict[int, Written]:
    """What was written on each question that was sent."""
    found = {}
    for number in range(1, len(step.head.questions) + 1):
        values = {name: sent.getlist(f'{name}-{number}') for name in ('note', 'was', 'keep')}
        text, was, keep = (values[name][0] if values[name] and isinstance(values[name][0], str) else '' for name in values)
        if values['note']:
            chosen = None
            with contextlib.suppress(ValueError):
                chosen = Keep(keep)
            found[number] = Written(lines(text), was, chosen)
    return found


@post(f'{START}/notes', opt=access.SIGNED_IN)
async def write(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """Keep the notes; whoever comes second is told, with both versions."""
    found, step = await the_step(request, team_id, number)
    written = _written(step, await forms.sent(request))
    words = {question: one.words for question, one in written.items()}
    long = {question: _('Write at most %(limit)s letters here; these are %(count)s', limit=LONGEST, count=len(text))
            for question, text in words.items() if len(text) > LONGEST}  # fmt: skip
    if long:
        return await shown(request, found, step, Sent(written=words, problems=long), status=422)
    try:
        refused = await noting.note(team_id, number, written, by=request.user, now=clock.now())
    except Refused as reason:
        plain = forms.Form()
        plain.form_errors.append(said(reason))
        return await shown(request, found, step, Sent({'plain': plain}, words), status=409)
    if refused and found.walk:
        there = await notes(found.walk.id, number)
        problems = {question: no_note(reason, there.get(question)) for question, reason in refused.items()}
        return await shown(request, found, step, Sent(written={one: words[one] for one in refused}, problems=problems), status=409)
    if fragment_asked(request) == 'notes':
        return await shown(request, found, step)
    return go(request, f'/team/{team_id}/steps/{number}#notes', say=_('Your notes are kept.'))


@post(f'{START}/reflection', opt=access.SIGNED_IN)
async def reflect(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """That somebody wrote for themselves today; what, nobody sends."""
    found, step = await the_step(request, team_id, number)
    doing = telling.wrote_for_oneself(team_id, step=number, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('Good. Your team sees how many did, and not who or when.'), at='#questions')


@post(f'{START}/answers', opt=access.SIGNED_IN)
async def share(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """One answer, as its writer wants the team to read it."""
    found, step = await the_step(request, team_id, number)
    form = (await forms.read(Share, request, prefix='share-')).offer(step.head.questions)
    if not form.validate():
        return await shown(request, found, step, Sent({'share': form}), status=422)
    doing = sharing.share(team_id, number, form.question.data, form.words.data, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('Your team can read it now.'), at='#questions', form='share', given=form)


@post(f'{START}/answers/removal', opt=access.SIGNED_IN)
async def take_back(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """Its writer takes it back."""
    found, step = await the_step(request, team_id, number)
    told = await forms.read(Told, request)
    doing = sharing.take_back(team_id, told.id.data or 0, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('Nobody can read it any more.'), at='#questions')


@post(f'{START}/list', opt=access.SIGNED_IN)
async def add(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """A strength, something to use, or who will do what."""
    found, step = await the_step(request, team_id, number)
    form = (await forms.read(Entry, request, prefix='entry-')).offer()
    if not form.validate():
        return await shown(request, found, step, Sent({'entry': form}), status=422)
    kind, words = ResourceKind(form.kind.data), form.words.data
    doing = sharing.add_to_list(team_id, number, kind, words, nonce=form.nonce.data or '', by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('It is on your list.'), at='?list=1#list', form='entry', given=form)


@post(f'{START}/list/removal', opt=access.SIGNED_IN)
async def strike(request: Request, team_id: FromPath[int], number: FromPath[int]) -> Response:
    """It leaves the list, or comes back."""
    found, step = await the_step(request, team_id, number)
    told = await forms.read(Told, request)
    is_back = told.code.data == 'back'
    doing = sharing.strike(team_id, told.id.data or 0, is_back=is_back, by=request.user, now=clock.now())
    return await answered(request, found, step, doing, say=_('It is on your list.') if is_back else _('It is struck.'), at='?list=1#list')


ROUTES = [write, reflect, share, take_back, add, strike]
