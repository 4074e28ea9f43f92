"""The examples of the CommonMark specification that have no raw HTML are rendered as it says, once what we add and forbid is off.

Examples: CommonMark Spec 0.31.2 by John MacFarlane, CC BY-SA 4.0, https://spec.commonmark.org/0.31.2/; `commonmark/README.md` says how
they were taken out of it.
"""

from __future__ import annotations

import functools
import json
import pathlib
import re

import pytest
from markdown_it import MarkdownIt

from coaching.kit import markdown

EXAMPLES = [tuple(one) for one in json.loads((pathlib.Path(__file__).parent / 'commonmark' / 'examples.json').read_text('utf-8'))]
OURS = ['table', 'deflist', 'footnote_def', 'footnote_ref', 'footnote_tail', 'anchor']


@functools.cache
def as_specified() -> MarkdownIt:
    """The parser of our pages without its plugins, with the specification's own links and pictures."""
    parser, bare = markdown._parser.__wrapped__(), MarkdownIt('commonmark')
    parser.disable(OURS)
    parser.validateLink = bare.validateLink
    parser.renderer.rules['image'] = bare.renderer.rules['image']
    return parser


def has_raw_html(text: str) -> bool:
    """Told by a parser that knows it."""
    tokens = MarkdownIt('commonmark').parse(text)
    return any(part.type.startswith('html_') for token in tokens for part in (token, *(token.children or ())))


def laid_out(html: str) -> str:
    """Without the line ends between tags, which the specification leaves open."""
    return re.sub(r'>\s+<', '><', html)


def test_there_are_as_many_examples_as_in_the_specification():
    assert len(EXAMPLES) == 652
    assert len([text for text, _html in EXAMPLES if not has_raw_html(text)]) == 580


@pytest.mark.parametrize(('text', 'html'), [pytest.param(*one, id=str(n)) for n, one in enumerate(EXAMPLES, 1) if not has_raw_html(one[0])])
def test_an_example_is_rendered_as_the_specification_says(text: str, html: str):
    assert laid_out(as_specified().render(text)) == laid_out(html)
