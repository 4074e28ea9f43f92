"""What other domains learn of many teams at once: when each looked last, what waits, and how many stand in which band."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections import Counter
from collections.abc import Collection

from coaching.kit.database import fetch
from coaching.readiness.definition import Instrument, instrument
from coaching.readiness.rules.reading import components, must_haves_low, weakest
from coaching.readiness.values import Agreed

# The closed rounds of some teams with all that was agreed, the newest first; and what is open since when.
CLOSED = """
select r.id, r.team_id, r.instrument, r.version, r.form, r.closed_on,
       (select coalesce(jsonb_object_agg(a.item, a.answer), '{}') from readiness_agreed a where a.round_id = r.id)::text as answers
from readiness_round r where r.team_id = any($1) and r.phase = 'closed' order by r.team_id, r.closed_on desc, r.id desc
"""
WAITING = """
select distinct on (team_id) team_id, id, phase, opened_on, answered_on from readiness_round
where team_id = any($1) and phase <> 'closed' order by team_id, phase = 'talking' desc, opened_on, id
"""
LAST_OF_EACH = """
select distinct on (r.team_id) r.team_id, r.version,
       (select coalesce(jsonb_object_agg(a.item, a.answer), '{}') from readiness_agreed a where a.round_id = r.id)::text as answers
from readiness_round r join team t on t.id = r.team_id
where r.instrument = $1 and r.form = 'full' and r.phase = 'closed' and ($2::bigint[] is null or t.place_id = any($2))
order by r.team_id, r.closed_on desc, r.id desc
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How a team stands with its rounds of scored questions that each answers alone.

    `closed` are the days of its full rounds and whether each was in the highest band, the newest first; `open_id` is a round that goes
    on, in which answering ended on `talk_since` where it waits for its talk; `must_haves` are the points that should be there before
    the first café and were not in the last round.
    """

    closed: tuple[tuple[datetime.date, bool], ...] = ()
    open_id: int | None = None
    opened_on: datetime.date | None = None
    talk_since: datetime.date | None = None
    must_haves: tuple[str, ...] = ()
    last_id: int | None = None
    last_on: datetime.date | None = None


async def standings(team_ids: Collection[int]) -> dict[int, Standing]:
    """How each of these teams stands, in two questions; a team without any round is not among them."""
    closed: dict[int, list] = {}
    for row in await fetch(CLOSED, list(team_ids)):
        closed.setdefault(row['team_id'], []).append(row)
    waiting = {row['team_id']: row for row in await fetch(WAITING, list(team_ids))}
    return {team_id: _standing(closed.get(team_id, []), waiting.get(team_id)) for team_id in {**closed, **waiting}}


def _standing(closed: list, waits: dict | None) -> Standing:
    full, must_haves = [], None
    for row in closed:
        one = _known(row['instrument'], row['version'])
        if one is None or one.head.answered != 'each' or not one.head.scored:
            continue
        agreed = _agreed(row['answers'])
        if must_haves is None and one.head.enough is not None:
            must_haves = tuple(item.key for item in must_haves_low(one, agreed))
        if row['form'] == 'full':
            low = weakest(components(one, agreed))
            full.append((row['closed_on'], low is not None and low.band == one.head.bands[-1].key))
    last = closed[0] if closed else None
    return Standing(
        tuple(full), waits['id'] if waits else None, waits['opened_on'] if waits else None, waits['answered_on'] if waits else None,
        must_haves or (), last['id'] if last else None, last['closed_on'] if last else None,
    )  # fmt: skip


async def bands(one: Instrument, *, places: Collection[int] | None) -> tuple[int, dict[str, Counter[str]]]:
    """How many teams have closed a full round of this, and by part how many stand in which band, '' for too little agreed.

    `places` are those of whoever asks, None for the whole network. Under five teams only their number is told.
    """
    rows = await fetch(LAST_OF_EACH, one.key, None if places is None else list(places))
    if len(rows) < FEWEST_TEAMS:
        return len(rows), {}
    found: dict[str, Counter[str]] = {part.key: Counter() for part in one.head.parts}
    for row in rows:
        then = _known(one.key, row['version'])
        for component in components(then, _agreed(row['answers'])) if then else ():
            if component.key in found:
                found[component.key][component.band or ''] += 1
    return len(rows), found


FEWEST_TEAMS = 5


def _known(key: str, version: int) -> Instrument | None:
    try:
        return instrument(key, version)
    except KeyError:
        return None


def _agreed(answers: str) -> dict[str, Agreed]:
    return {item: Agreed(item, answer) for item, answer in json.loads(answers).items()}
