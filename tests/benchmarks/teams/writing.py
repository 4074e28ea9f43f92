"""What is written while it is measured: as forms send it, and how it is taken out of the world again, so that each time begins alike."""

from __future__ import annotations

from tests.benchmarks.figures import Figure
from tests.benchmarks.turns import Place


async def clean(_place: Place, _figure: Figure) -> None:
    """Nothing is written yet."""
