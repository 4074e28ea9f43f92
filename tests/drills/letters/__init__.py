"""What happens to letters when workers are killed, mail servers misbehave and Redis goes away; with real processes.

`python -m tests.drills.letters --kills 40 --letters 2000` runs the heavy form of the first and prints its figures.
"""
