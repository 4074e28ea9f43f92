"""Which teams need somebody, and why: a coach's teams on one page, a team on one page before a call, and the rules behind both.

The facts of many teams come in one read (`queries.facts.teams_now`), the rules (`rules.needs`) say what each needs, and
`rules.saying` says it in words. A board of a cohort and a letter of a Monday are drawn from the same three.
"""
