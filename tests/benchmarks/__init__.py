"""What pages cost on the real server, as a share of a floor that is measured in the same run, at a thousand people and at a million.

`python -m tests.benchmarks` prints the tables; `--help` says what can be left out. A short form runs with the tests.
"""
