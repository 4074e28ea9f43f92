"""The pages about what is kept: letters, time limits, and everything that happened. For whoever looks after the whole network."""

from coaching.keeping.pages import happened, letters, retention

ROUTES = [*letters.ROUTES, *retention.ROUTES, *happened.ROUTES]
