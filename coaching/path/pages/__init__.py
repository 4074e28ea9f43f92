"""The pages of a team's way, from the first question on."""

from coaching.path.pages import home, start, starts

ROUTES = [*start.ROUTES, *starts.ROUTES, *home.ROUTES]
