"""Nothing that somebody writes into a guide becomes anything but words; the whole drill is python -m tests.drills.guides fuzz."""

from __future__ import annotations

import pytest

from coaching.kit import markdown
from tests.drills.guides.hostile import PIECES, bare, faults_of, fuzz, is_ours, leads_well


@pytest.mark.parametrize(
    ('html', 'faults'),
    [
        ('<p>Fine, <a href="/help">help</a> &lt;script&gt;<br><img src="/a.png" alt="a"></p>', []),
        ('<script>x</script>', ['<script>']),
        ('<p onclick="x">a</p>', ['<p onclick>']),
        ('<a href="java\tscript:x">a</a>', ["href='java\\tscript:x'"]),
        ('<a href=" //evil.example">a</a>', ["href=' //evil.example'"]),
        ('<img src="https://evil.example/a.png">', ["src='https://evil.example/a.png'"]),
        ('<p>a', ['<p> stays open']),
        ('a</p>', ['</p> closes nothing']),
        ('<!-- a --><!DOCTYPE a><?a>', ["comment ' a '", "declaration 'DOCTYPE a'", "instruction 'a'"]),
    ],
)
def test_the_reader_of_html_sees_what_is_wrong(html: str, faults: list[str]):
    assert faults_of(html) == faults


def test_an_address_is_read_as_a_browser_reads_it():
    assert bare('\x01 JAVA\nSCRIPT:x ') == 'javascript:x'
    assert [url for url in ('/a', '#a', 'a:b/c', 'https://a', '/\\a', 'mailto:a', '') if not leads_well(url)] == ['a:b/c', '/\\a']
    assert [is_ours(url) for url in ('/a.png', '//a', 'a.png', '/\\a')] == [True, False, False, False]


@pytest.mark.parametrize('piece', PIECES)
def test_each_piece_alone_is_words(piece: str):
    assert faults_of(str(markdown.render(piece))) == []


def test_a_thousand_hostile_texts_stay_within_the_list_and_the_time():
    seen = fuzz(1000)
    assert (seen.inputs, seen.faults) == (1000, [])
