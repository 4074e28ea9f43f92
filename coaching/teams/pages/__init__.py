"""The pages of whoever looks after a network or a part of it: people, roles, doubles, places, organisations, the network's words."""

from coaching.teams.pages import cohorts, doubles, network, organisations, ours, people, person, places, roles, teams

ROUTES = [
    *network.ROUTES, *people.ROUTES, *person.ROUTES, *doubles.ROUTES, *roles.ROUTES, *places.ROUTES, *organisations.ROUTES,
    *teams.ROUTES, *ours.ROUTES, *cohorts.ROUTES,
]  # fmt: skip
