"""Pages of coaches, of a team about its coach, and of coordinators about all of them."""

from coaching.coaches.pages import log

ROUTES = [*log.ROUTES]
