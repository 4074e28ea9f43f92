"""What is written about teams: how one begins, who is of it, when it meets."""

from coaching.teams.letters import joining, meeting, starting

WRITERS = {**starting.WRITERS, **joining.WRITERS, **meeting.WRITERS}
