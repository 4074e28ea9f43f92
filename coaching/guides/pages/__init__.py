"""The pages of guides."""

from coaching.guides.pages import reader, searching

ROUTES = [*reader.ROUTES, *searching.ROUTES]
