"""What an offering's optional questions were answered with."""

from __future__ import annotations

from dataclasses import dataclass

from coaching.kit.database import fetch

SAID = 'coalesce(w.label, e.label) as label'
IN_WORDS = """
left join offering_question_words w on w.question_id = q.id and w.language = $2
left join lateral (select label from offering_question_words where question_id = q.id order by language <> 'en', id limit 1) as e on true
"""
ASKED = f"""
select q.id, {SAID}, coalesce(a.words, '') as words from registration r join session s on s.id = r.session_id
join offering_question q on q.offering_id = s.offering_id left join answer a on a.question_id = q.id and a.registration_id = r.id {IN_WORDS}
where r.id = $1 and q.retired_at is null order by q.position, q.id
"""
ANSWERED = f"""
select a.registration_id, {SAID}, a.words from registration r join answer a on a.registration_id = r.id
join offering_question q on q.id = a.question_id {IN_WORDS}
where r.session_id = $1 order by q.retired_at is not null, q.position, q.id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one person reads it, with what they have answered, or nothing."""

    id: int
    label: str
    words: str

    @property
    def as_field(self) -> tuple[int, str, str]:
        """As `forms.offerings.answers_form` takes it."""
        return self.id, self.label, self.words


async def asked_of(registration_id: int, language: str) -> list[Asked]:
    """The questions that go with a spot, in order."""
    return [Asked(**row) for row in await fetch(ASKED, registration_id, language)]


async def answers_at(session_id: int, language: str) -> dict[int, list[Asked]]:
    """What the people of one date answered, by registration; also to questions that are asked no more."""
    found: dict[int, list[Asked]] = {}
    for row in await fetch(ANSWERED, session_id, language):
        found.setdefault(row['registration_id'], []).append(Asked(0, row['label'], row['words']))
    return found
