"""The letters of the funnel: what each one says, worked out when it is sent, and whether it should still exist then."""

from coaching.funnel.letters import followups, sessions, spots

WRITERS = {**spots.WRITERS, **sessions.WRITERS, **followups.WRITERS}

__all__ = ['WRITERS']
