"""Every read of a team's way."""

from coaching.path.queries.homes import Before, Beside, Came, before, beside, came, coaches_of, names_of
from coaching.path.queries.walks import (
    bold_step,
    bold_step_on,
    bold_steps_before,
    evidence,
    file_of,
    journey,
    known_by_itself,
    numbers,
    reflected,
    steps,
)

__all__ = [
    'Before',
    'Beside',
    'Came',
    'before',
    'beside',
    'bold_step',
    'bold_step_on',
    'bold_steps_before',
    'came',
    'coaches_of',
    'evidence',
    'file_of',
    'journey',
    'known_by_itself',
    'names_of',
    'numbers',
    'reflected',
    'steps',
]
