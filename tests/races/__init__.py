"""Many at once: real web processes on a real PostgreSQL and Redis, asked through raw sockets, each race with a control that must fail.

The short forms run with the tests. The heavy form of each is one command that prints its figures:
`python -m tests.races.seats`, `.same_person`, `.chaos`, `.once`, `.checkin` and `.limit`, each with `--help`.
"""
