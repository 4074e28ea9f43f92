"""What guides bear: hostile Markdown, and two thousand of them to search in. `python -m tests.drills.guides` says what was measured."""
