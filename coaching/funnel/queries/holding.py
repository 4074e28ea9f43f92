"""Whether a registration holds its stage at a moment, said in SQL for many at once; equal to `rules.stages.SignedUp.stands`."""

from __future__ import annotations

MARKED = """
left join lateral (
    select count(*) filter (where mark = 'here') as here, count(*) as marked, coalesce(bool_or(mark in ('here', 'partly')), false) as seen
    from attendance where registration_id = r.id
) as a on true
"""
"""What was seen of a registration r."""

CAME = "s.state not in ('cancelled', 'skipped') and a.here >= o.min_parts"
"""Whether the person of registration r, marked a, came to enough parts of session s of offering o."""

STANDS = f"""
r.registered_at <= {{as_of}} and (
    s.ends_at > {{as_of}} and (r.cancelled_at is null or r.cancelled_at > {{as_of}})
    or {CAME}
    or s.state in ('draft', 'open') and r.cancelled_at is null and (a.seen or r.state not in ('offered', 'waiting'))
       and a.here - a.marked + (select count(*) from session_part where session_id = s.id) >= o.min_parts
)
"""
"""It does until it is let go or its session is over; from then on for who came, and for who is not known yet and may have come."""
