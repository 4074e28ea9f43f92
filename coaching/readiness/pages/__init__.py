"""The pages of readiness: a team's rounds, the network's own, and what a coordinator sees of many."""

from coaching.readiness.pages import answers, home, paper, results, rounds, setup, talk

ROUTES = [*home.ROUTES, *rounds.ROUTES, *answers.ROUTES, *paper.ROUTES, *talk.ROUTES, *results.ROUTES, *setup.ROUTES]
