"""Somebody who holds the whole database, its files and its log, knows in which order people answered, and wants to know who said what."""

from __future__ import annotations

import math
import pathlib
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coaching.kit.database import fetch
from coaching.readiness.definition import Instrument

Rows = list[dict[str, Any]]
Told = Mapping[tuple[int, str], str]


async def everything() -> dict[str, Rows]:
    """Every row of every table, as it lies on the disk, with the columns that the system keeps about it."""
    names = await fetch("select tablename from pg_tables where schemaname = 'public' order by 1")
    found = {}
    for row in names:
        rows = await fetch(f'select *, ctid::text as "ctid!", xmin::text::bigint as "xmin!" from "{row["tablename"]}" order by ctid')
        found[row['tablename']] = [dict(one) for one in rows]
    return found


def traces(dump: Mapping[str, Rows], one: Instrument, raters: int, round_id: int) -> list[list[dict[str, Any]]]:
    """Tables that hold for a point of the round as many rows with an answer as people answered: row by row, in the order of the disk."""
    items, scale = {item.key for item in one.items}, set(one.answers) | set(range(len(one.head.scale)))
    found = []
    for rows in dump.values():
        of_round = [row for row in rows if round_id in [value for name, value in row.items() if name.startswith('round')]]
        for item_column in _columns(of_round, items):
            for answer_column in _columns(of_round, scale):
                lines = [{'item': row[item_column], 'answer': row[answer_column]} for row in of_round]
                per_item = {item: sum(line['item'] == item for line in lines) for item in {line['item'] for line in lines}}
                if set(per_item.values()) == {raters}:
                    found.append(lines)
    return found


def _columns(rows: Rows, values: set[Any]) -> list[str]:
    names = rows[0] if rows else ()
    return [name for name in names if not name.startswith('round') and all(_is_plain(row[name]) and row[name] in values for row in rows)]


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def guesses(
    dump: Mapping[str, Rows], one: Instrument, people: Sequence[int], round_id: int, rng: random.Random
) -> tuple[Told, list[float]]:
    """Who said what, as well as can be told: from rows that follow each other as people did, else by chance within what is shown.

    The second are the chances with which a reader of the page alone guesses each answer.
    """
    shown = {row['item']: row for row in dump['readiness_spread'] if row['round_id'] == round_id}
    scale = [anchor.key for anchor in one.head.scale]
    told, chances = {}, []
    rows = next(iter(traces(dump, one, len(people), round_id)), None)
    for item in (point.key for point in one.items):
        of_item = [line['answer'] for line in rows if line['item'] == item] if rows else []
        spread = shown.get(item)
        low, high = (spread['low'], spread['high']) if spread and spread['low'] is not None else (0, len(scale) - 1)
        for at, person_id in enumerate(people):
            said = of_item[at] if of_item else rng.randint(low, high)
            told[person_id, item] = scale[said] if isinstance(said, int) else said
            chances.append(1 / (high - low + 1))
    return told, chances


def share_of(told: Told, truth: Told) -> float:
    """How much of it is right."""
    return sum(told[key] == answer for key, answer in truth.items()) / len(truth)


def bound(chances: Sequence[float]) -> float:
    """What chance alone stays under, but for one time in forty: the mean and two sigma."""
    spread = math.sqrt(sum(chance * (1 - chance) for chance in chances))
    return (sum(chances) + 2 * spread) / len(chances)


def files_with(folder: pathlib.Path, needles: Iterable[bytes]) -> list[str]:
    """The files of a folder, the log of what was written among them, that hold any of these."""
    wanted, found = list(needles), []
    for path in sorted(folder.rglob('*')):
        if path.is_file():
            text = path.read_bytes()
            found += [path.name] if any(needle in text for needle in wanted) else []
    return found
