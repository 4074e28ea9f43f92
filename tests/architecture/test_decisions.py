"""A decision says what it is in one line, and names the test that holds it."""

import pathlib
import re

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / 'docs' / 'decisions'


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted(FOLDER.glob('*.md'))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_has_its_parts_and_a_test_that_exists():
    for path in sorted(FOLDER.glob('*.md')):
        text = path.read_text()
        for part in ('**Context.**', '**Decision.** *', '**Consequences.**', '**Alternatives.**'):
            assert part in text, f'{path.name} has no {part}'
        held_by = re.search(r'^Held by `([^`]+)`\.$', text, re.MULTILINE)
        assert held_by and (ROOT / held_by[1]).is_file(), f'{path.name} names no test that exists'
