"""What a team's pages and its coach's cost, beside floors from the same run: with few teams, and with 20,000 and a million talks.

`python -m tests.benchmarks.teams` prints the table; `--help` says what can be left out. A short form runs with the tests.
"""
