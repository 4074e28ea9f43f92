"""Markdown that somebody wrote to break out of it, and what must hold of everything that comes of it.

What is looked at is the HTML as a parser of HTML reads it, not as our own renderer meant it: only tags and attributes of the list, links
that lead somewhere known, and pictures from our own pages.
"""

from __future__ import annotations

import dataclasses
import random
import re
import time
from html.parser import HTMLParser

from coaching.kit import markdown

LONGEST = 8192
MOST_MS = 50.0
SCHEME = re.compile(r'[a-z][a-z0-9+.-]*')
SCHEMES = ('http', 'https', 'mailto', 'tel')
NO_CONTENT = {'br', 'hr', 'img'}
PIECES = (
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '<iframe src=//evil.example>',
    '<style>*{}</style>',    '<a href="javascript:alert(1)">x</a>', '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))', '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))', '[x](data:text/html;base64,PHNjcmlwdD4=)', '[x](vbscript:x)', '![x](javascript:alert(1))',
    '![x](https://evil.example/x.png)', '![x](//evil.example/x.png)', '![x](/\\evil.example/x.png)', '![x](/own.png "t\\" onload=\\"x")',
    '<javascript:alert(1)>', '<https://evil.example/"onclick="x>', '[x]: javascript:alert(1)\n\n[x]', '[^1]: <b onmouseover=x>\n\n[^1]',
    '## <b id=x>y</b>', '## "onclick="x', '`<script>`', '```html\n<script>\n```', '    <script>', '| <script> | b |\n|---|---|\n| c | d |',
    'term\n: <script>', '&lt;script&gt;', '&#x3c;script&#x3e;', '\\<script>', '<!-- x -->', '<![CDATA[x]]>', '<?php x ?>', '<!DOCTYPE x>',
    '\x00', '\u202e', '\ufeff', '\u2028', '\x0b', '\ud7ff', '{name}', '%7Bname%7D', '[x]({url})', '[x](/a"b\'c<d>)', "[x](' onx=y)",
    '[x](\x01javascript:alert(1))', '[x](//evil.example)', '[x](/\\evil.example)', '[x](\\\\evil.example)', '![a](/x)](y)',
    '*' * 40, '_' * 40, '[' * 40, '](' * 20, '>' * 30, '- ' * 30, '`' * 33, '~~~~', '![' * 20, '<' * 40, '&' * 20, '#' * 7, '1. ' * 20,
    '|' * 40, '[^' * 20, '\\' * 33, '(' * 40, ' ' * 40, '\t' * 8, '\n\n', '\n', 'é', 'ñ', '漢', '🙂', '"', "'", '=', '/',
)  # fmt: skip
LETTERS = ''.join(chr(code) for code in range(32, 127)) + '\n\n\n\t\r\x00 áéíóúñ“”«»\u200b\u202e'


@dataclasses.dataclass(slots=True)
class Seen:
    """What came of the inputs; `slowest` is in milliseconds for 8 KB, counted in this process's own time."""

    inputs: int = 0
    characters: int = 0
    slowest: float = 0.0
    faults: list[str] = dataclasses.field(default_factory=list)


class Strict(HTMLParser):
    """Reads HTML and says what is not on the list, not closed, or leads where nothing may lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in markdown.TAGS:
            self.faults.append(f'<{tag}>')
        if tag not in NO_CONTENT:
            self.open.append(tag)
        for name, value in attrs:
            if name not in markdown.ATTRIBUTES.get(tag, set()):
                self.faults.append(f'<{tag} {name}>')
            if name == 'href' and not leads_well(value or ''):
                self.faults.append(f'href={value!r}')
            if name == 'src' and not is_ours(value or ''):
                self.faults.append(f'src={value!r}')

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f'</{tag}> closes nothing')

    def handle_comment(self, data: str) -> None:
        self.faults.append(f'comment {data!r}')

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f'declaration {decl!r}')

    def handle_pi(self, data: str) -> None:
        self.faults.append(f'instruction {data!r}')

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f'declaration {data!r}')


def bare(url: str) -> str:
    """An address as a browser reads it: without the signs at its ends that it drops, and without tabs and ends of lines anywhere."""
    return url.strip(''.join(map(chr, range(33)))).translate(dict.fromkeys(map(ord, '\t\n\r'))).replace('\\', '/').lower()


def leads_well(url: str) -> bool:
    """Whether a link has no scheme or one of ours, and names no other site without saying how to get there."""
    seen = bare(url)
    scheme, colon, _rest = seen.partition(':')
    return scheme in SCHEMES if colon and SCHEME.fullmatch(scheme) else not seen.startswith('//')


def is_ours(url: str) -> bool:
    """Whether a picture comes from this site."""
    return bare(url).startswith('/') and not bare(url).startswith('//')


def faults_of(html: str) -> list[str]:
    """What is wrong with some HTML."""
    reader = Strict()
    reader.feed(html)
    reader.close()
    return reader.faults + [f'<{tag}> stays open' for tag in reader.open]


def hostile(choose: random.Random) -> str:
    """One text: pieces that mean harm, in any order, inside each other, repeated, or letters as they come."""
    kind = choose.random()
    if kind < 0.2:
        return ''.join(choose.choices(LETTERS, k=choose.randint(1, 400)))
    if kind < 0.35:
        return (choose.choice(PIECES) * choose.randint(1, 2000))[:LONGEST]
    if kind < 0.4:
        one, other = choose.choice(PIECES), choose.choice(PIECES)
        return ((one + other) * choose.randint(1, 800))[:LONGEST]
    pieces = [choose.choice(PIECES) for _piece in range(choose.randint(1, 12))]
    if kind < 0.7:  # one inside the other
        text = ''
        for piece in pieces:
            at = choose.randint(0, len(text))
            text = text[:at] + piece + text[at:]
        return text
    return choose.choice(['', ' ', '\n', '\n\n', '> ', '- ']).join(pieces)


def fuzz(count: int, seed: int = 1) -> Seen:
    """So many inputs; the slow ones once more, because somebody else may have worked on this machine meanwhile."""
    choose, seen = random.Random(seed), Seen()
    markdown.render('warm')
    for number in range(count):
        text = hostile(choose)
        html, took = _timed(text)
        seen.inputs, seen.characters = seen.inputs + 1, seen.characters + len(text)
        measure = max(1.0, len(text) / LONGEST)
        if took / measure > MOST_MS / 2:
            took = min(took, *(_timed(text)[1] for _again in range(2)))
        seen.slowest = max(seen.slowest, took / measure)
        found = faults_of(html)
        if took / measure > MOST_MS:
            found.append(f'{took:.0f} ms')
        seen.faults += [f'{seed}/{number} {text[:120]!r}: {fault}' for fault in found]
    return seen


def _timed(text: str) -> tuple[str, float]:
    markdown._rendered.cache_clear()
    began = time.process_time()
    html = str(markdown.render(text))
    return html, (time.process_time() - began) * 1000
