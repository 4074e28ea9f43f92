"""Each answers alone, page by page, on one device or several; what came on paper is counted in. No time of it is kept, and no journal."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute
from coaching.kit.refusal import Refused
from coaching.readiness.commands.rounds import LOCK, locked
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import asked_by, draft
from coaching.readiness.rules.rounds import why_not_answer, why_not_send, why_not_tally
from coaching.readiness.sealing import seal_draft, seal_tally
from coaching.readiness.values import Draft, Role, RoundFacts, Tally

WITH_OTHERS = 'select id from readiness_round where id = $1 for share'
BEGIN = """
insert into readiness_draft (round_id, person_id, sealed) values ($1, $2, $3) on conflict (round_id, person_id) do nothing
"""
KEEP = 'update readiness_draft set sealed = $3, is_sent = $4 where round_id = $1 and person_id = $2'
COUNTED = """
insert into readiness_paper (round_id, sealed) values ($1, $2) on conflict (round_id) do update set sealed = excluded.sealed
"""


async def save_answers(round_id: int, answers: Mapping[str, str | None], *, by: Actor) -> Draft:
    """Keep these answers beside those before; None takes one away. What was sent stays sent, as it is now.

    :raises Refused: not of the team, no such point or answer, or answering has ended
    """
    async with atomic():
        of, before = await _mine(round_id, by, {item: answer for item, answer in answers.items() if answer is not None})
        together = {**before.answers, **answers}
        after = Draft({item: answer for item, answer in together.items() if answer is not None}, before.role, before.is_sent)
        await _keep(of, after, by)
    return after


async def send_answers(round_id: int, role: Role | None, *, by: Actor) -> None:
    """All of it counts from now on, unless it is taken back.

    :raises Refused: nothing is answered, nobody said as whom, or answering has ended
    """
    async with atomic():
        of, before = await _mine(round_id, by, {})
        if reason := why_not_send(before.answers, role):
            raise Refused(reason)
        await _keep(of, Draft(before.answers, role, is_sent=True), by)


async def take_back(round_id: int, *, by: Actor) -> None:
    """Whoever sent answers goes on with them.

    :raises Refused: not of the team, or answering has ended
    """
    async with atomic():
        of, before = await _mine(round_id, by, {})
        await _keep(of, Draft(before.answers, before.role), by)


async def note_paper(round_id: int, counted: Tally, *, by: Actor) -> None:
    """What was answered on paper, counted for the whole group; said again, it is said anew.

    :raises Refused: by a rule
    """
    async with atomic():
        of = await locked(round_id, LOCK)
        one = asked_by(of)
        if reason := why_not_tally(stood(by, of.team_id), of, one, counted):
            raise Refused(reason)
        sealed = seal_tally(counted, round_id=round_id, items=[item.key for item in one.items], scale=one.answers)
        await execute(COUNTED, round_id, sealed)


async def _mine(round_id: int, by: Actor, answers: Mapping[str, str]) -> tuple[RoundFacts, Draft]:
    """The round, in which several may answer at once but whose answering cannot end meanwhile, and one's own draft.

    :raises Refused: by a rule
    """
    of = await locked(round_id, WITH_OTHERS)
    if reason := why_not_answer(stood(by, of.team_id), of, asked_by(of), answers):
        raise Refused(reason)
    assert by.person_id is not None
    await execute(BEGIN, round_id, by.person_id, _sealed(of, Draft({}), by.person_id))
    await execute('select id from readiness_draft where round_id = $1 and person_id = $2 for update', round_id, by.person_id)
    return of, await draft(of, by.person_id)


async def _keep(of: RoundFacts, after: Draft, by: Actor) -> None:
    assert by.person_id is not None
    await execute(KEEP, of.id, by.person_id, _sealed(of, after, by.person_id), after.is_sent)


def _sealed(of: RoundFacts, told: Draft, person_id: int) -> bytes:
    one = asked_by(of)
    return seal_draft(told, round_id=of.id, person_id=person_id, items=[item.key for item in one.items], scale=one.answers)
