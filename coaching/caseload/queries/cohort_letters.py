"""Letters to the people of a cohort: whom one reaches, and those that went out."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.kit.database import fetch, fetchrow, fetchval

KIND = 'cohort-note'
PEOPLE = """
select p.id as person_id, p.name, p.language, p.email, p.email_refused_at is not null as is_refused, p.phone,
       min(t.name) as team, array_agg(t.id order by t.id) as team_ids,
       exists (select from letter_stop l where l.person_id = p.id and l.kind in ('*', 'cohort-note')) as has_stopped
from cohort_team c join team t on t.id = c.team_id join team_state s on s.team_id = t.id and s.ended_at is null and s.state <> 'closed'
join team_member m on m.team_id = t.id and m.ended_on is null
join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
where c.cohort_id = $1 and c.ended_on is null and ($2::bigint[] is null or c.team_id = any($2)) group by p.id order by p.folded_name, p.id
"""
IS_OF_IT = """
select exists (select from cohort_team c join team_member m on m.team_id = c.team_id and m.ended_on is null
               where c.cohort_id = $1 and c.ended_on is null and m.person_id = $2)
"""
WRITTEN = """
select l.id, l.cohort_id, c.name as cohort, l.subject, l.body, l.people, l.sent_at, coalesce(p.name, '') as writer,
       coalesce(p.email, '') as reply_to
from cohort_letter l join cohort c on c.id = l.cohort_id left join person p on p.id = l.by_person_id
"""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody of a cohort's teams, once, whatever the number of teams; without an address somebody calls."""

    person_id: int
    name: str
    language: str
    email: str | None
    is_refused: bool
    phone: str | None
    team: str
    team_ids: tuple[int, ...]
    has_stopped: bool

    @property
    def has_address(self) -> bool:
        """Whether there is one that works."""
        return self.email is not None and not self.is_refused

    @property
    def can_be_written_to(self) -> bool:
        return self.has_address and not self.has_stopped


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it was written; `body` is Markdown, `people` how many it went to."""

    id: int
    cohort_id: int
    cohort: str
    subject: str
    body: str
    people: int
    sent_at: datetime.datetime
    writer: str
    reply_to: str


async def addressees(cohort_id: int, team_ids: Collection[int] | None = None) -> list[Addressee]:
    """Everybody of the teams that are in it and not closed, or of these of them, by name."""
    rows = await fetch(PEOPLE, cohort_id, None if team_ids is None else list(team_ids))
    return [Addressee(**{**row, 'team_ids': tuple(row['team_ids'])}) for row in rows]


async def is_of_it(cohort_id: int, person_id: int) -> bool:
    """Whether somebody is still of one of its teams."""
    found: bool = await fetchval(IS_OF_IT, cohort_id, person_id)
    return found


async def written(letter_id: int) -> Written | None:
    row = await fetchrow(f'{WRITTEN} where l.id = $1', letter_id)
    return Written(**row) if row else None


async def all_written(cohort_id: int) -> list[Written]:
    """The letters to a cohort, newest first."""
    return [Written(**row) for row in await fetch(f'{WRITTEN} where l.cohort_id = $1 order by l.id desc limit 50', cohort_id)]
