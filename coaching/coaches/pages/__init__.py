"""Pages of coaches, of a team about its coach, and of coordinators about all of them."""

from coaching.coaches.pages import assigning, help, log, plans, setup, talks, team

ROUTES = [*log.ROUTES, *talks.ROUTES, *help.ROUTES, *plans.ROUTES, *team.ROUTES, *setup.ROUTES, *assigning.ROUTES]
