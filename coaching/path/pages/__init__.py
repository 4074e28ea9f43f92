"""The pages of a team's way, from the first question on."""

from coaching.path.pages import home, marks, proof, start, starts, step, versions, writing

ROUTES = [*start.ROUTES, *starts.ROUTES, *home.ROUTES, *step.ROUTES, *marks.ROUTES, *writing.ROUTES, *proof.ROUTES, *versions.ROUTES]
