"""Every read of a team's way."""

from coaching.path.queries.homes import Before, Beside, Came, Whereabouts, before, beside, names_of, people, whereabouts
from coaching.path.queries.walks import (
    bold_step,
    bold_step_on,
    bold_steps_before,
    evidence,
    file_of,
    journey,
    journey_on,
    known_by_itself,
    numbers,
    reflected,
    steps,
)

__all__ = [
    'Before',
    'Beside',
    'Came',
    'Whereabouts',
    'before',
    'beside',
    'bold_step',
    'bold_step_on',
    'bold_steps_before',
    'evidence',
    'file_of',
    'journey',
    'journey_on',
    'known_by_itself',
    'names_of',
    'numbers',
    'people',
    'reflected',
    'steps',
    'whereabouts',
]
