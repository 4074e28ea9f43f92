"""How long the teams of a cohort took for each step: a middle that moves slowly, so each process remembers it for some minutes."""

from __future__ import annotations

import dataclasses
import time
from collections import defaultdict
from collections.abc import Collection, Mapping

from coaching.kit.database import fetch
from coaching.path.rules.progress import middle

REMEMBERED_SECONDS = 600.0
COHORTS_AT_MOST = 4096
TOOK = """
select i.cohort_id, j.path_key, f.step, f.happened_on - e.began as days
from cohort_team i join journey j on j.team_id = i.team_id and j.ended_at is null
cross join lateral (
    select distinct on (step) step, did, happened_on from step_fact where journey_id = j.id order by step, number desc
) f
cross join lateral (
    select happened_on as began from evidence where journey_id = j.id and step = f.step and removed_at is null order by happened_on limit 1
) e
where i.cohort_id = any($1) and i.ended_on is null and f.did = 'confirmed'
"""
OfCohort = Mapping[tuple[str, int], int]
"""The middle of the days by path and step; a step that too few teams have taken is not among them."""

_known: dict[int, tuple[float, OfCohort]] = {}


@dataclasses.dataclass(frozen=True, slots=True)
class Paces:
    """What is known of some cohorts."""

    by_cohort: Mapping[int, OfCohort]

    def of(self, cohort_ids: Collection[int], path_key: str, step: int) -> int | None:
        """The middle of the first of these cohorts that has one."""
        for cohort_id in cohort_ids:
            days = self.by_cohort.get(cohort_id, {}).get((path_key, step))
            if days is not None:
                return days
        return None


async def paces(cohort_ids: Collection[int]) -> Paces:
    """How long each step took in these cohorts, in one question for all that are not remembered."""
    fresh = time.monotonic() - REMEMBERED_SECONDS
    found = {cohort_id: told for cohort_id in cohort_ids if (told := _known.get(cohort_id)) and told[0] > fresh}
    missing = [cohort_id for cohort_id in cohort_ids if cohort_id not in found]
    if missing:
        if len(_known) > COHORTS_AT_MOST:
            forget()
        found |= await _reckoned(missing)
        _known.update({cohort_id: found[cohort_id] for cohort_id in missing})
    return Paces({cohort_id: told for cohort_id, (_at, told) in found.items()})


def forget() -> None:
    """Reckon every pace anew when it is asked for."""
    _known.clear()


async def _reckoned(cohort_ids: list[int]) -> dict[int, tuple[float, OfCohort]]:
    took: dict[int, dict[tuple[str, int], list[int]]] = defaultdict(lambda: defaultdict(list))
    for cohort_id, path_key, step, days in await fetch(TOOK, cohort_ids):
        took[cohort_id][path_key, step].append(max(0, days))
    at = time.monotonic()
    return {cohort_id: (at, _middles(took[cohort_id])) for cohort_id in cohort_ids}


def _middles(took: Mapping[tuple[str, int], list[int]]) -> OfCohort:
    middles = {key: middle(days) for key, days in took.items()}
    return {key: round(days) for key, days in middles.items() if days is not None}
