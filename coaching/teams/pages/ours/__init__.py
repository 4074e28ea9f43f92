"""A team's own pages: its people, how they come in and leave, its meetings and what comes of them."""

from coaching.teams.pages.ours import door, joining, meetings, member, people, polls, sites, steps

ROUTES = [*people.ROUTES, *member.ROUTES, *door.ROUTES, *joining.ROUTES, *meetings.ROUTES, *steps.ROUTES, *polls.ROUTES, *sites.ROUTES]
