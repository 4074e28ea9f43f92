"""Offerings: the list, one offering with all that is edited, and its questions for people with a spot."""

from coaching.funnel.pages.offerings import asking, editing, listing

ROUTES = [*listing.ROUTES, *editing.ROUTES, *asking.ROUTES]
