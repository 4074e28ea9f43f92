"""Bringing people in from a file: choose it, say what its columns hold, look at every row, and one button; or undo all of it."""

from coaching.funnel.pages.imports import columns, files, rows

ROUTES = [*files.ROUTES, *columns.ROUTES, *rows.ROUTES]
