"""A round, what was released of it, and what the group agreed on."""

from __future__ import annotations

from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.readiness.definition import Instrument, instrument, same_point
from coaching.readiness.sealing import open_draft, open_tally
from coaching.readiness.values import Agreed, Draft, Form, Phase, Priority, Progress, Role, RoundFacts, Spread, Tally

ROUND = 'select id, team_id, instrument, version, form, occasion, phase, opened_on, answered_on, closed_on from readiness_round'
OF_NOBODY = Draft({})
NO_PAPER = Tally({}, {})
PROGRESS = """
select (select count(*) from readiness_draft where round_id = $1) as begun,
       (select count(*) from readiness_draft where round_id = $1 and is_sent) as sent
"""
AGREED = """
select a.item, a.answer, a.evidence, a.owner, a.parent_leaders, a.number, coalesce(p.name, '') as by
from readiness_agreed a left join person p on p.id = a.by_person_id where a.round_id = $1
"""
BEFORE = f"""
{ROUND} where team_id is not distinct from $1 and instrument = $2 and phase = 'closed' and id < $3 order by closed_on desc, id desc limit 1
"""


def _round(row: dict) -> RoundFacts:
    return RoundFacts(**{**row, 'form': Form(row['form']), 'phase': Phase(row['phase'])})


async def round_of(round_id: int) -> RoundFacts | None:
    """The round of this id."""
    row = await fetchrow(f'{ROUND} where id = $1', round_id)
    return _round(dict(row)) if row else None


async def rounds_of(team_id: int | None) -> list[RoundFacts]:
    """All rounds of a team, or of the network, the newest first."""
    if team_id is None:
        return [_round(dict(row)) for row in await fetch(f'{ROUND} where team_id is null order by id desc limit 200')]
    return [_round(dict(row)) for row in await fetch(f'{ROUND} where team_id = $1 order by id desc limit 200', team_id)]


async def the_one_before(of: RoundFacts) -> RoundFacts | None:
    """The last closed round of the same instrument, of any version, before this one."""
    row = await fetchrow(BEFORE, of.team_id, of.instrument, of.id)
    return _round(dict(row)) if row else None


def asked_by(of: RoundFacts) -> Instrument:
    """The instrument of a round, as it was then, in the language that is spoken now.

    :raises KeyError: it is no longer there
    """
    return instrument(of.instrument, of.version)


async def progress(of: RoundFacts) -> Progress:
    """How far answering is."""
    row = await fetchrow(PROGRESS, of.id)
    assert row is not None
    return Progress(row['begun'], row['sent'], (await tally(of)).sheets)


async def draft(of: RoundFacts, person_id: int) -> Draft:
    """What this person has answered so far; theirs alone."""
    row = await fetchrow('select sealed, is_sent from readiness_draft where round_id = $1 and person_id = $2', of.id, person_id)
    return _opened(of, person_id, row['sealed'], row['is_sent']) if row else OF_NOBODY


async def sent_drafts(of: RoundFacts) -> list[Draft]:
    """What everybody sent, for the moment in which it is counted and nothing else."""
    rows = await fetch('select person_id, sealed from readiness_draft where round_id = $1 and is_sent', of.id)
    return [_opened(of, row['person_id'], row['sealed'], True) for row in rows]


def _opened(of: RoundFacts, person_id: int, sealed: bytes, is_sent: bool) -> Draft:
    one = asked_by(of)
    items = [item.key for item in one.items]
    found = open_draft(sealed, is_sent=is_sent, round_id=of.id, person_id=person_id, items=items, scale=one.answers)
    return found or OF_NOBODY


async def tally(of: RoundFacts) -> Tally:
    """What was counted on paper."""
    sealed = await fetchval('select sealed from readiness_paper where round_id = $1', of.id)
    if sealed is None:
        return NO_PAPER
    one = asked_by(of)
    return open_tally(sealed, round_id=of.id, items=[item.key for item in one.items], scale=one.answers) or NO_PAPER


async def spreads(round_id: int) -> dict[str, Spread]:
    """How far apart the answers lie, by point."""
    rows = await fetch('select item, answered, raters, unsure, no_fit, low, high from readiness_spread where round_id = $1', round_id)
    return {item: Spread(*rest) for item, *rest in rows}


async def roles(round_id: int) -> dict[Role, int]:
    """How many answered, by role."""
    found = {row['role']: row['people'] for row in await fetch('select role, people from readiness_role where round_id = $1', round_id)}
    return {role: found[role] for role in Role if role in found}


async def agreed(round_id: int) -> dict[str, Agreed]:
    """What was agreed on, by point."""
    return {row['item']: Agreed(**row) for row in await fetch(AGREED, round_id)}


async def agreed_in_words_of(older: RoundFacts, newer: RoundFacts) -> dict[str, str]:
    """The answers of an older round, by the points of the newer one's version; what asks anything else is not among them."""
    answers = {item: said.answer for item, said in (await agreed(older.id)).items()}
    found = {}
    for item in asked_by(newer).items:
        was = same_point(newer.instrument, item.key, since=older.version, version=newer.version)
        if was in answers:
            found[item.key] = answers[was]
    return found


async def priorities(round_id: int) -> list[Priority]:
    """What the group builds next."""
    rows = await fetch('select item, what, next_step_id from readiness_priority where round_id = $1 order by number', round_id)
    return [Priority(**row) for row in rows]


def known(of: RoundFacts) -> Instrument | None:
    """The instrument of a round; None where its files are gone."""
    try:
        return asked_by(of)
    except KeyError:
        return None
