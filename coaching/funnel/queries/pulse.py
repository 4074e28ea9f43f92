"""What was answered after a session: counts without persons, and nothing while so few answered that one could be guessed."""

from __future__ import annotations

from coaching.kit.database import fetch

FEWEST = 5


async def pulse(session_id: int) -> dict[str, dict[str, int]]:
    """Counts by question and answer; a question that fewer than five answered is left out."""
    counted: dict[str, dict[str, int]] = {}
    for row in await fetch('select question, answer, count from pulse_count where session_id = $1 order by question, answer', session_id):
        counted.setdefault(row['question'], {})[row['answer']] = row['count']
    return {question: answers for question, answers in counted.items() if sum(answers.values()) >= FEWEST}
