"""How hard the sentences are that a team reads on the pages of its way, each by itself."""

import ast
import itertools
import pathlib
import re

from coaching.kit.readability import SENTENCE, WORD, grade
from coaching.path.rules import marking, noting, steps

ROOT = pathlib.Path(__file__).parents[2]
TEMPLATES = [*(ROOT / 'templates/path/home').glob('*.html'), *(ROOT / 'templates/path/step').glob('*.html')]
PAGES = [*(ROOT / 'coaching/path/pages').glob('*.py'), ROOT / 'coaching/path/forms.py']
REASONS = [steps.NoClaim, steps.NoWithdrawal, marking.NoMark, marking.NoEvidence, marking.NoBoldStep, noting.NoNote]
SAID = re.compile(r"""\b_\('((?:[^'\\]|\\.)+)'|\bn_\('((?:[^'\\]|\\.)+)', '((?:[^'\\]|\\.)+)'""")
FEW = 4  # fewer words are a label and no sentence


def of_code(path: pathlib.Path) -> list[str]:
    called = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    said = [node.args for node in called if getattr(node.func, 'id', '') in ('_', 'n_', 'later')]
    return [one.value for one in itertools.chain(*said) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def sentences() -> list[str]:
    said = [one for path in TEMPLATES for found in SAID.findall(path.read_text()) for one in found if one]
    said += [one for path in PAGES for one in of_code(path)] + [one.value for reason in REASONS for one in reason]
    plain = [re.sub(r'%\((\w+)\)s', lambda found: '3' if len(found[1]) == 1 else 'Rosa', one) for one in said]
    return [part for one in plain for part in SENTENCE.split(one) if len(WORD.findall(part)) >= FEW]


def test_every_sentence_that_a_team_reads_is_easy():
    found = sentences()
    assert len(found) > 100
    assert {one: round(grade(one), 1) for one in found if grade(one) > 6} == {}
