"""Texts that would like to be more than text, and the same texts with all that is special in them made plain."""

from __future__ import annotations

import os
import re
import zlib

MARKUP = (
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus '",
    '<svg/onload=alert(1)>',
    'javascript:alert(1)',
    '{{7-7}}${7-7}<%=7%>{x}',
    '</title></textarea><b>',
    '<ScRiPt\u2028x>alert(1)',
    '--><iframe src=//x.example>',
    '<scr<script>ipt>',
    '%(x)s%s{0}{name}{button}{rows}',
    '&lt;i&gt;&#60;u&#62;',
    ']]>\u2029<math><style>',
)
LINKS = (
    '[a](javascript:alert(1))',
    '![a](//x.example/i.png)',
    '[a]: vbscript:alert(1)\n\n[a]',
    '<javascript:alert(1)>',
    '[a](data:text/html;base64,PHNjcmlwdD4=)',
    '<a href="javascript:alert(1)">a</a>',
    '[a](&#106;avascript:alert(1))',
    '[a](\x01javascript:alert(1))',
)
HEADERS = (
    'Ana\r\nBcc: evil@x.example', 'Ana\nBcc: evil@x.example', 'Ana\rBcc: evil@x.example', 'Ana\r\n Bcc: evil@x.example',
    'Ana\u2028Bcc: evil@x.example', 'Ana\u2029Bcc: x', 'Ana\x85Bcc: evil@x.example', 'Ana\x0bBcc: x', 'Ana\x0cBcc: x', 'Ana\x00Bcc: x',
    'Ana\x1c\x1d\x1eBcc: x', '=?utf-8?q?Ana=0D=0ABcc:_evil=40x.example?=', '=?utf-8?b?QW5hDQpCY2M6IGV2aWxAeC5leGFtcGxl?=',
    'Ana" <evil@x.example>, "', 'Ana, evil@x.example', 'Ana <evil@x.example>', 'a' * 5000, 'a ' * 2500, '\u00e1' * 3000, '\u202eAna\u2066',
    'Ana\r\n\r\n<html>a body</html>', 'Ana\\', '"', '(', ';:<>@,.[]', '\U0001f600' * 500,
)  # fmt: skip
FORMULAS = (
    '=1+1', '+1', '-1+2', '@SUM(A1)', '\t=1+1', '\r=1+1', '\n=1+1', ' =1+1', '\uff1d1+1', '\uff0b1', '\uff0d1', '\uff20a', '\u22121',
    '"=1+1', "'=1+1", '\u200b=1+1', '\u00a0=1', '\ufeff=1+1', "=cmd|' /C calc'!A0", '=HYPERLINK("https://x.example";"a")',
)  # fmt: skip

SPECIAL = dict.fromkeys(map(ord, '<>"\'`&{}=;$%#\\!|'), 'o')
SHORT = re.compile(r'network name|fee$|language')
TURNS = 4 if os.environ.get('EVERY_TEXT') else 2
LONG, SMALL = 108, 70


def plain(text: str) -> str:
    """The same in which nothing is special to a page, a template or a program, as long as before."""
    return text.translate(SPECIAL)


def payload(turn: int, where: str = '') -> str:
    """As many of the texts as fit into a field, others in each; in four turns (EVERY_TEXT) all of them stand in every long one."""
    told, most = '', SMALL if SHORT.search(where) else LONG
    first = (turn * len(MARKUP) // TURNS + zlib.crc32(where.encode())) % len(MARKUP)
    for text in (*MARKUP[first:], *MARKUP[:first]):
        if len(told) + 1 + len(text) <= most:
            told = f'{told} {text}'.strip()
    return told
