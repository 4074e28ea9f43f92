"""Who should stand beside a team on which day, said once more in the plainest way; days are numbers, an end is the first day without."""

from __future__ import annotations

import dataclasses

EVER = 10**6
COACHING = ('lead', 'co_coach')


@dataclasses.dataclass(slots=True)
class Stand:
    """Somebody beside the team."""

    person: str
    role: str
    began: int
    ended: int = EVER
    why: str = ''

    def on(self, day: int) -> bool:
        return self.began <= day < self.ended

    def meets(self, other: Stand) -> bool:
        return max(self.began, other.began) < min(self.ended, other.ended)


@dataclasses.dataclass(slots=True)
class Beside:
    """All who stood, stand or shall stand, and who stands in for whom: `covers` are coach, by, from, until."""

    members: set[str]
    stands: dict[int, Stand] = dataclasses.field(default_factory=dict)
    covers: dict[int, tuple[str, str, int, int]] = dataclasses.field(default_factory=dict)

    def coaches(self, day: int) -> set[str]:
        """Who may sign off on a day."""
        own = {one.person for one in self.stands.values() if one.role in COACHING and one.on(day)}
        return own | {by for coach, by, begins, until in self.covers.values() if begins <= day < until and coach in own}

    def leads(self, day: int) -> list[str]:
        return [one.person for one in self.stands.values() if one.role == 'lead' and one.on(day)]

    def fits(self, new: Stand, but: tuple[int, ...] = (), *, approved: bool = True) -> bool:
        """Nobody twice at once, one lead at once, and nobody of the team without a yes."""
        at_once = [one for key, one in self.stands.items() if key not in but and one.meets(new)]
        twice = any(one.person == new.person or one.role == new.role == 'lead' for one in at_once)
        return new.began < new.ended and not twice and (approved or new.person not in self.members)

    def may_assign(self, person: str, role: str, on: int, until: int, approved: bool) -> Stand | None:
        new = Stand(person, role, on, until)
        return new if self.fits(new, approved=approved) else None

    def may_hand_over(self, person: str, on: int, approved: bool) -> tuple[Stand, dict[int, int]] | None:
        """The new lead, and whose time ends with that."""
        leading = sorted((one.began, key) for key, one in self.stands.items() if one.role == 'lead' and one.ended > on)
        if not leading or leading[0][0] > on or self.stands[leading[0][1]].person == person:
            return None
        ends = {leading[0][1]: on}
        ends |= {key: on for key, one in self.stands.items() if one.person == person and one.ended == EVER and one.began <= on}
        new = Stand(person, 'lead', on)
        return (new, ends) if self.fits(new, tuple(ends), approved=approved) else None

    def called_off(self, key: int, on: int, today: int) -> list[int] | None:
        """Who goes on where a time is called off that has not begun; None where it is none of these, or they could not."""
        one = self.stands.get(key)
        if one is None or one.ended != EVER or not (today < one.began and on <= one.began):
            return None
        was = {'handed_over': one.role == 'lead', 'changed_role': True}
        return [
            other for other, before in self.stands.items()
            if before.ended == one.began and was.get(before.why) and (before.why == 'handed_over' or before.person == one.person)
        ]  # fmt: skip

    def may_call_off(self, key: int, stopped: list[int]) -> bool:
        before = [(other, self.stands[other]) for other in stopped]
        return all(self.fits(Stand(one.person, one.role, one.began), (key, other)) for other, one in before)

    def may_end(self, key: int, on: int, today: int) -> bool:
        one = self.stands.get(key)
        if one is None or one.ended <= today or on < one.began:
            return False
        return on == one.began or self.fits(Stand(one.person, one.role, one.began, on), (key,))

    def may_cover(self, coach: str, by: str, begins: int, until: int, today: int) -> bool:
        apart = all(one[0] != coach or one[2] >= until or begins >= one[3] for one in self.covers.values())
        watched = any(one.person == coach and one.role in COACHING and one.ended > begins for one in self.stands.values())
        return coach != by and begins < until and until > today and apart and watched and by not in self.members
