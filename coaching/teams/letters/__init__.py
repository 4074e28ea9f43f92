"""What is written about teams: how one begins, who is of it, when it meets."""

from coaching.teams.letters import joining, starting

WRITERS = {**starting.WRITERS, **joining.WRITERS}
