"""The pages about many teams at once."""

from coaching.caseload.pages import cohorts

ROUTES = [*cohorts.ROUTES]
