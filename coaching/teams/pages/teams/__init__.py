"""Teams as whoever looks after their place sees them: the list, and one of them."""

from coaching.teams.pages.teams import listing, one

ROUTES = [*listing.ROUTES, *one.ROUTES]
