"""Whom a trainer's letter to one date reaches."""

from __future__ import annotations

from dataclasses import dataclass

from coaching.kit.database import fetch

GROUPS = {
    'all': "r.state in ('registered', 'walk_in')",
    'here': "exists (select from attendance a where a.registration_id = r.id and a.mark in ('here', 'partly'))",
    'not_here': """r.state = 'registered' and not exists (
        select from attendance a where a.registration_id = r.id and a.mark in ('here', 'partly', 'excused'))""",
    'waiting': "r.state in ('waiting', 'offered')",
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person of the group; without an address the trainer calls."""

    registration_id: int
    person_id: int
    name: str
    email: str | None
    phone: str | None
    has_stopped: bool

    @property
    def can_be_written_to(self) -> bool:
        return self.email is not None and not self.has_stopped


async def addressees(session_id: int, to_group: str) -> list[Addressee]:
    """Everybody of a group in the order of their names.

    :raises KeyError: for a group that there is not
    """
    rows = await fetch(
        f"""select r.id as registration_id, r.person_id, p.name, p.email, p.phone,
        exists (select from letter_stop l where l.person_id = p.id and l.kind in ('*', 'trainer-note')) as has_stopped
        from registration r join person p on p.id = r.person_id
        where r.session_id = $1 and p.erased_at is null and {GROUPS[to_group]} order by p.folded_name, r.id""",
        session_id,
    )
    return [Addressee(**row) for row in rows]
