"""What a closed round found out, in words that no one can take for blame: what moved, how the parts stand, who answered."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from coaching.readiness.definition import Band, Instrument, Item
from coaching.readiness.queries.rounds import agreed, agreed_in_words_of, roles, spreads, the_one_before
from coaching.readiness.rules.reading import components, moved, must_haves_low, weakest
from coaching.readiness.values import Agreed, Component, Moved, Role, RoundFacts, Spread

SHOWN_OVER_TIME = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A point with what was agreed on before and now, and by how much it moved; '' for nothing."""

    item: Item
    now: Agreed | None
    before: str
    by: int
    spread: Spread | None


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """All that a page says of a round; `before` is the round to which it is compared."""

    round: RoundFacts
    one: Instrument
    before: RoundFacts | None
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    components: tuple[Component, ...]
    weakest: Component | None
    must_haves: tuple[Item, ...]
    roles: dict[Role, int]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for _title, lines in self.parts for line in lines)

    @property
    def ups(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.by > 0)

    @property
    def falls(self) -> tuple[Line, ...]:
        """What is worth a question; never blame."""
        return tuple(line for line in self.lines if line.by < 0)

    @property
    def band(self) -> Band | None:
        """The band of the weakest part, which is the band of the whole."""
        key = self.weakest.band if self.weakest else None
        return next((band for band in self.one.head.bands if band.key == key), None)


async def found_out(of: RoundFacts, one: Instrument) -> Found:
    """What this round found out, beside the one before."""
    now, before = await agreed(of.id), await the_one_before(of)
    then = await agreed_in_words_of(before, of) if before else {}
    steps = {step.item: step for step in moved(one, then, {key: told.answer for key, told in now.items()})}
    spread = await spreads(of.id)
    parts = tuple(
        (part.title, tuple(_line(item, now, then, steps, spread) for item in part.items)) for part in one.asked(pulse=of.is_pulse)
    )
    stand = () if of.is_pulse else components(one, now)
    return Found(of, one, before, parts, stand, weakest(stand), must_haves_low(one, now), await roles(of.id))


def _line(item: Item, now: dict[str, Agreed], then: dict[str, str], steps: dict[str, Moved], spread: dict[str, Spread]) -> Line:
    by = steps[item.key].by if item.key in steps else 0
    return Line(item, now.get(item.key), then.get(item.key, ''), by, spread.get(item.key))


async def over_time(closed: Sequence[tuple[RoundFacts, Instrument]]) -> list[tuple[RoundFacts, tuple[Component, ...]]]:
    """How the parts stood in the last full rounds of the newest scored instrument, the newest first; none where there is only one."""
    scored = [(of, one) for of, one in closed if one.head.scored and not of.is_pulse]
    alike = [(of, one) for of, one in scored if of.instrument == scored[0][0].instrument][:SHOWN_OVER_TIME]
    lines = [(of, components(one, await agreed(of.id))) for of, one in alike]
    return lines if len(lines) > 1 else []
