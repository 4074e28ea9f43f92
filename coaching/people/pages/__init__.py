"""The pages on which people see, correct, take and erase what is held about them, and stop letters."""

from coaching.people.pages import own, stopping

ROUTES = [*own.ROUTES, *stopping.ROUTES]
