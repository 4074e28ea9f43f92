"""A team's own pages: its people, how they come in, and how they leave."""

from coaching.teams.pages.ours import door, joining, member, people

ROUTES = [*people.ROUTES, *member.ROUTES, *door.ROUTES, *joining.ROUTES]
