"""What is the same in every letter of a language: the network, its help line, and who it is from."""

from __future__ import annotations

from coaching.kit.database import fetchrow
from coaching.kit.settings import settings
from coaching.kit.words import LANGUAGES, best_said, speaking
from coaching.outbox.letters import Frame


async def frames() -> dict[str, Frame]:
    """By languages."""
    network = await fetchrow('select name, languages, help_lines from network')
    name, order, lines = (network['name'], network['languages'], network['help_lines']) if network else ('', (), {})
    made = {}
    for code in LANGUAGES:
        with speaking(code):
            line = best_said(lines, order)
        made[code] = Frame(network=name, help_line=line, base_url=settings().base_url, mail_from=settings().mail_from)
    return made
