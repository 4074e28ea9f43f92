"""What waits for one person this morning: the teams that need their coach, and what nobody but whoever looks after the place can do."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.caseload.queries.facts import teams_now
from coaching.caseload.queries.mornings import Desk, waiting_for_help
from coaching.caseload.rules.needs import WITHOUT_COACH_DAYS, sorted_out
from coaching.caseload.rules.writing import HELP_HOURS, cannot_wait
from coaching.caseload.values import Kind, Need, TeamNow
from coaching.coaches.queries.assignments import waiting_for_a_coach
from coaching.kit import dates
from coaching.teams.queries.places import below
from coaching.teams.queries.teams import open_starts
from coaching.teams.values import StartFacts


@dataclasses.dataclass(frozen=True, slots=True)
class Waits:
    """`needy` of `counted` teams need their coach; `uncoached` are teams that need a coordinator, `late` requests without a call."""

    needy: tuple[tuple[TeamNow, tuple[Need, ...]], ...] = ()
    counted: int = 0
    uncoached: tuple[tuple[int, str, Need], ...] = ()
    late: tuple[StartFacts, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.needy or self.uncoached or self.late)


async def waits_for(desk: Desk, *, today: datetime.date, now: datetime.datetime, zone: str) -> Waits:
    """The list of a Monday."""
    found = await _coached(desk, today, now, zone)
    if not desk.looks_after:
        return found
    places = None if desk.place_ids is None else await below(*desk.place_ids)
    uncoached = [
        (team_id, name, Need(Kind.NO_COACH, days))
        for team_id, name, since in (await waiting_for_a_coach(places, today)).longest
        if (days := (today - since).days) >= WITHOUT_COACH_DAYS
    ]
    asked = await waiting_for_help(places, now - datetime.timedelta(hours=HELP_HOURS))
    helpless = [(team_id, name, Need(Kind.HELP, (today - dates.local(at, zone).date()).days)) for team_id, name, at in asked]
    late = tuple(one for one in await open_starts(places) if one.due_at < now and one.called_at is None)
    return dataclasses.replace(found, uncoached=(*helpless, *uncoached), late=late)


async def cannot_wait_for(desk: Desk, *, today: datetime.date, now: datetime.datetime, zone: str) -> Waits:
    """Of the same what cannot wait until Monday."""
    found = await _coached(desk, today, now, zone)
    pressing = ((team, cannot_wait(needs, today)) for team, needs in found.needy)
    return dataclasses.replace(found, needy=tuple((team, needs) for team, needs in pressing if needs))


async def _coached(desk: Desk, today: datetime.date, now: datetime.datetime, zone: str) -> Waits:
    """Pauses count, and whoever is away is not asked: whoever stands in is."""
    teams = await teams_now(desk.team_ids, today=today, now=now, zone=zone, person_id=desk.person_id)
    told = sorted_out(teams, person_id=desk.person_id, today=today)
    return Waits(told.needy, told.counted)
