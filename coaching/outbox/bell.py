"""The bell that is rung when a letter is due at once. `promise` rings it; nobody else needs to."""

from coaching.kit.jobs import Bell

JOB = 'ring'
BELL = Bell(JOB)
ring = BELL.ring
