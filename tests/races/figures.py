"""What a race counted, as a table to read and as faults that fail a test."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One thing that was counted, and what it has to be; `wanted` None where it is only told."""

    what: str
    counted: object
    wanted: object = None

    @property
    def is_right(self) -> bool:
        return self.wanted is None or self.counted == self.wanted


def faults(lines: Sequence[Line]) -> list[str]:
    """Everything that is not as it has to be."""
    return [f'{line.what}: {line.counted}, not {line.wanted}' for line in lines if not line.is_right]


def table(title: str, lines: Sequence[Line]) -> str:
    """The lines under each other, with a cross beside what is wrong."""
    width = max(len(line.what) for line in lines)
    rows = [f'  {"x" if not line.is_right else " "} {line.what:<{width}}  {_wanted(line)}' for line in lines]
    return '\n'.join([title, *rows])


def _wanted(line: Line) -> str:
    return str(line.counted) if line.is_right else f'{line.counted}  (wanted: {line.wanted})'


def spread(seconds: Sequence[float]) -> str:
    """Median, 99th percentile and longest, in milliseconds."""
    ordered = sorted(seconds)
    return ' / '.join(f'{1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.0f}' for share in (0.5, 0.99, 1)) + ' ms'
