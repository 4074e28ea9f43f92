"""What is written about many teams at once: to the people of a cohort, and to whoever can act on a morning."""

from coaching.caseload.letters import mornings, notes

WRITERS = {**notes.WRITERS, **mornings.WRITERS}
