"""Dates: the list of what is coming, and one date with its details, another time, called off, brought back."""

from coaching.funnel.pages.dates import calling_off, listing, moving, one

ROUTES = [*listing.ROUTES, *one.ROUTES, *moving.ROUTES, *calling_off.ROUTES]
