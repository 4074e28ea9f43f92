"""Markdown becomes safe HTML and honest plain text, quickly, whatever somebody pastes."""

from __future__ import annotations

import gc
import re
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coaching.kit import markdown
from coaching.kit.markdown import links, plain, render

LETTER = """You are **in**, {name}.

## When

- {when}
- [Join page]({join})
  1. by computer
  2. by phone

Two\\
lines. See [help](/help?a=1&b=2) or <https://example.org/{x}>.

Café
: a talk at a table

***

    code
"""


def test_a_letter_as_html():
    assert render(LETTER) == (
        '<p>You are <strong>in</strong>, {name}.</p>\n<h2 id="at-when">When</h2>\n<ul>\n<li>{when}</li>\n'
        '<li><a href="{join}">Join page</a>\n<ol>\n<li>by computer</li>\n<li>by phone</li>\n</ol>\n</li>\n</ul>\n'
        '<p>Two<br>\nlines. See <a href="/help?a=1&amp;b=2">help</a> or <a href="https://example.org/{x}">https://example.org/{x}</a>.</p>\n'
        '<dl>\n<dt>Café</dt>\n<dd>a talk at a table</dd>\n</dl>\n<hr>\n<pre><code>code\n</code></pre>\n'
    )


def test_the_same_letter_as_plain_text():
    assert plain(LETTER) == (
        'You are in, {name}.\n\nWhen\n\n- {when}\n- Join page <{join}>\n  1. by computer\n  2. by phone\n\n'
        'Two\nlines. See help </help?a=1&b=2> or https://example.org/{x}.\n\nCafé\n\na talk at a table\n\n----------\n\ncode'
    )


def test_where_its_links_lead():
    assert links(LETTER) == ['{join}', '/help?a=1&b=2', 'https://example.org/{x}']


def test_its_headings_with_the_places_that_links_find():
    text = '# Café\n\n## *Niños* y [más](/x)\n\nwords\n\nNiños y más\n---\n\n#### Deep\n'
    assert [(each.level, each.words, each.anchor) for each in markdown.headings(text)] == [
        (1, 'Café', ''), (2, 'Niños y más', 'at-ninos-y-mas'), (2, 'Niños y más', 'at-ninos-y-mas-1'), (4, 'Deep', ''),
    ]  # fmt: skip
    assert [f'<h{each.level} id="{each.anchor}">' in render(text) for each in markdown.headings(text)] == [False, True, True, False]


def test_where_its_pictures_would_come_from():
    assert markdown.images('![a](/a.png) and\n\n- ![b](https://example.org/b.png)\n\n`![c](/c.png)`') == ['/a.png', 'https://example.org/b.png']


def test_our_own_pages_stand_where_the_reader_reads():
    text = '[a](/help?a=1&b=2) [b](https://example.org/help) [c](#at-when)'
    assert render(text, lambda path: '/es' + path) == (
        '<p><a href="/es/help?a=1&amp;b=2">a</a> <a href="https://example.org/help">b</a> <a href="#at-when">c</a></p>\n'
    )


def test_headings_have_their_own_places_even_twice():
    assert render('## Qué es un café\n\n## Qué es un café\n\n## ?') == (
        '<h2 id="at-que-es-un-cafe">Qué es un café</h2>\n<h2 id="at-que-es-un-cafe-1">Qué es un café</h2>\n<h2 id="at-heading">?</h2>\n'
    )


def test_a_footnote_stands_at_the_end():
    assert '<section class="footnotes">' in render('Said[^1]\n\n[^1]: by whom')
    assert plain('Said[^1]\n\n[^1]: by whom') == 'Said\n\nby whom'


@pytest.mark.parametrize(
    ('text', 'html'),
    [
        ('<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'),
        ('<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>\n'),
        ('[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'),
        ('[a](JaVaScript:alert(1))', '<p>[a](JaVaScript:alert(1))</p>\n'),
        ('[a](java&#10;script:alert(1))', '<p>[a](java\nscript:alert(1))</p>\n'),
        ('[a](&#1;javascript:alert(1))', '<p><a href="&amp;#1;javascript:alert(1)">a</a></p>\n'),
        ('[a](data:text/html,x)', '<p>[a](data:text/html,x)</p>\n'),
        ('[a](vbscript:x)', '<p>[a](vbscript:x)</p>\n'),
        ('[a](//elsewhere.example)', '<p>[a](//elsewhere.example)</p>\n'),
        ('[a](/\\elsewhere.example)', '<p><a href="/%5Celsewhere.example">a</a></p>\n'),
        ('[a](\\\\elsewhere.example)', '<p><a href="%5Celsewhere.example">a</a></p>\n'),
        ('![map](https://elsewhere.example/x.png)', '<p>map</p>\n'),
        ('![map](//elsewhere.example/x.png)', '<p>![map](//elsewhere.example/x.png)</p>\n'),
        ('![a "map"](/static/map.png)', '<p><img src="/static/map.png" alt="a &quot;map&quot;"></p>\n'),
        ('[a](/x "a\' onclick=alert(1)")', '<p><a href="/x" title="a\' onclick=alert(1)">a</a></p>\n'),
        ('[call](tel:+15550100)', '<p><a href="tel:+15550100">call</a></p>\n'),
        ('[write](mailto:a@b.example)', '<p><a href="mailto:a@b.example">write</a></p>\n'),
    ],
)
def test_what_could_hurt_is_text(text: str, html: str):
    assert render(text) == html


FLOODS = {
    'brackets': '[' * 8192,
    'pictures': '![' * 4096,
    'closed brackets': '[a' * 2700 + ']' * 2700,
    'links': '[a](b' * 1638,
    'notes': '[^1]' * 2048,
    'quotes': '>' * 8192,
    'stars': '*a **a ' * 1170,
    'ticks': ''.join('`' * length + ' ' for length in range(1, 126)),
    'points': '- a\n' * 2048,
    'deep points': ''.join(' ' * depth + '- a\n' for depth in range(124)),
    'rows': '|a|b|\n|-|-|\n' + '|1|2|\n' * 1363,
    'terms': 'a\n: b\n' * 1365,
    'tags': '<![CDATA[' * 910,
    'signs': '&' * 8192,
    'tables without end': '|' * 4096 + '\n' + '|-' * 2047,
}


PARAGRAPH = 'Set out *small* tables. Ask [one question](/guides/questions) at each, and let **everybody** speak.\n\n'
GUIDE = ('## Before\n\n' + PARAGRAPH * 4 + '- bread\n- cups\n\n') * 18


def cost(text: str) -> float:
    """Seconds of this process for one rendering, the best of three, while nobody traces or tidies up."""
    spent, tracing = [], sys.gettrace()
    sys.settrace(None)
    gc.disable()
    for _ in range(3):
        markdown._rendered.cache_clear()
        began = time.process_time()
        render(text)
        spent.append(time.process_time() - began)
    gc.enable()
    sys.settrace(tracing)
    return min(spent)


def test_a_long_guide_costs_fifty_milliseconds_at_most():
    assert 8192 * 0.9 < len(GUIDE) < 8192
    assert cost(GUIDE) < 0.05


@pytest.mark.parametrize('flood', FLOODS.values(), ids=FLOODS)
def test_a_flood_costs_no_more_than_its_length(flood: str):
    assert len(flood) <= 8192
    once, twice, guide = cost(flood), cost(flood * 2), cost(GUIDE)
    assert once < 12 * guide
    assert twice < 4 * once + guide


SIGNS = '[]()*_`>-<&\\|#^:~"\'\n\t !é'
PIECES = some.lists(some.sampled_from([*SIGNS, '![', '[^', '](', '{a}', 'javascript:', '//', '<script', 'onload=']))


@settings(max_examples=150, deadline=None)
@given(PIECES.map(''.join))
def test_whatever_is_typed_only_our_tags_come_out(text: str):
    html = str(render(text))
    assert '<script' not in html
    assert 'href="//' not in html
    assert not re.search(r'href="\s*javascript', html, re.IGNORECASE)
    assert isinstance(plain(text), str)
