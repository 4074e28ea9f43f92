"""The pages of guides."""

from coaching.guides.pages import feedback, reader, searching, teams

ROUTES = [*reader.ROUTES, *searching.ROUTES, *teams.ROUTES, *feedback.ROUTES]
