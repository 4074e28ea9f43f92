"""Bringing in what a network has already: one way in for every kind of file; of those about teams also all that follows."""

from coaching.sheets.pages import columns, front, rows

ROUTES = [*front.ROUTES, *columns.ROUTES, *rows.ROUTES]
