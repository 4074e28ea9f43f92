"""Teams as facts, for the rules."""

from __future__ import annotations

import datetime

from coaching.caseload.values import TeamNow
from coaching.teams.values import TeamStanding
from tests.conftest import NOW

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)
ROSA, EFRAIN, ALMA = 1, 2, 3
"""Rosa and Efraín coach; Alma is of the team."""
SOON = NOW + 3 * DAY


def before(days: int) -> datetime.date:
    return TODAY - days * DAY


def a_team(name: str = 'Westgate Early Learning', **facts: object) -> TeamNow:
    """A team that Rosa coaches, on step 3, with whom she talked yesterday and of which nothing is open."""
    told: dict[str, object] = {
        'standing': TeamStanding.ACTIVE, 'began_on': before(200), 'path': ('community-cafe', 1), 'step': 3, 'last_talk_on': before(1),
        'lead_id': ROSA, 'lead': 'Rosa Delgado', **facts,
    }  # fmt: skip
    return TeamNow(7, name, **told)  # type: ignore[arg-type]
