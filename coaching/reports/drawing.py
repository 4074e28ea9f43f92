"""The figure as a picture of its own: plain SVG with its sentence, its numbers and the day to which they are counted."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from xml.sax.saxutils import escape

WIDTH, ROW, LINE, LEFT, BAR = 800, 64, 36, 280, 380
LETTERS = 54


def svg(sentence: str, rows: Sequence[tuple[str, float, str]], source: str) -> bytes:
    """Rows are label, share from 0 to 1, and the number in words."""
    lines = textwrap.wrap(sentence, LETTERS)
    top = 60 + LINE * len(lines)
    height = top + ROW * len(rows) + 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f'<title>{escape(sentence)}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fbf6ee"/>',
        '<text font-family="Georgia, serif" font-size="26" fill="#2a1e17">',
        *(f'<tspan x="24" y="{52 + LINE * number}">{escape(line)}</tspan>' for number, line in enumerate(lines)),
        '</text>',
    ]
    for number, (label, share, words) in enumerate(rows):
        y = top + ROW * number
        parts += [
            f'<text x="24" y="{y + 30}" font-family="sans-serif" font-size="18" fill="#2a1e17">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y + 10}" width="{max(0.0, min(share, 1.0)) * BAR:.1f}" height="28" rx="4" fill="#8f3b1b"/>',
            f'<text x="{LEFT + BAR + 16}" y="{y + 30}" font-family="sans-serif" font-size="18" fill="#2a1e17">{escape(words)}</text>',
        ]
    parts += [f'<text x="24" y="{height - 20}" font-family="sans-serif" font-size="15" fill="#5f5046">{escape(source)}</text>', '</svg>']
    return '\n'.join(parts).encode()
