"""An address as a square code that a telephone reads, drawn into the page itself."""

from __future__ import annotations

import segno
from markupsafe import Markup


def code(address: str) -> Markup:
    """The drawing, black on white on any background, for a telephone half a metre away; what it says stands beside it in words."""
    drawn = segno.make_qr(address, error='m')
    svg = drawn.svg_inline(scale=8, border=4, dark='#000', light='#fff', svgclass='qr', lineclass=None, omitsize=True)
    return Markup(svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" ', 1))
