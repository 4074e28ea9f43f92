"""The pages of guides."""

from coaching.guides.pages import reader

ROUTES = [*reader.ROUTES]
