"""A cohort's pages: its board, what is taken away of it, who comes to sessions, and a letter to all its people."""

from coaching.caseload.pages.cohorts import board, letters, sessions, taking

ROUTES = [*board.ROUTES, *letters.ROUTES, *sessions.ROUTES, *taking.ROUTES]
