"""What to do with a letter, decided without looking at a clock or a database."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from coaching.outbox.values import Changes, Fate, Standing, Trouble, Wanted, Where

LADDER = tuple(
    datetime.timedelta(seconds=seconds)
    for seconds in (30, 120, 600, 3600, 4 * 3600, 8 * 3600, 12 * 3600, 12 * 3600, 12 * 3600, 12 * 3600, 12 * 3600)
)
JITTER = 0.2
GONE_QUIET = 421  # "service not available, closing transmission channel", RFC 5321 4.2.3

# RFC 3463 and the IANA registry of enhanced status codes, by what they say of a letter's address, of the letter, of us
NOBODY_THERE = re.compile(r'5\.1\.(?:0|1|2|3|6|10)|5\.2\.1|5\.4\.(?:1|4)|5\.6\.7')
NEVER_THIS_LETTER = re.compile(r'5\.2\.3|5\.3\.4|5\.6\.\d+')
UNDECIDED = re.compile(r'(?:5\.0\.0)?')
NOBODY_THERE_CODES = frozenset({501, 550, 551, 553, 556})
MOMENT = re.compile(r'\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)')


def reconcile(wanted: Iterable[Wanted], existing: Iterable[Standing]) -> Changes:
    """What has to be created, changed, cancelled and left so that what is promised is what is wanted, each letter once.

    What was sent is never sent again; what was cancelled and is wanted again comes back under its own key.
    """
    by_key = {standing.wanted.key: standing for standing in existing}
    create, change, leave = [], [], []
    for want in wanted:
        standing = by_key.pop(want.key, None)
        if standing is None:
            create.append(want)
        elif standing.over or (standing.wanted == want and not standing.cancelled):
            leave.append(standing.id)
        else:
            change.append((standing.id, want))
    cancel = [standing.id for standing in by_key.values() if not standing.over and not standing.cancelled]
    leave += [standing.id for standing in by_key.values() if standing.over or standing.cancelled]
    return Changes(tuple(create), tuple(change), tuple(cancel), tuple(sorted(leave)))


def next_try_at(tries: int, now: datetime.datetime, chance: float) -> datetime.datetime | None:
    """When to try again after so many tries; None after about three days. `chance` from 0 to 1 keeps letters from coming in step."""
    if tries > len(LADDER):
        return None
    return now + LADDER[max(tries, 1) - 1] * (1 - JITTER + 2 * JITTER * chance)


def fate(trouble: Trouble) -> Fate:
    """What becomes of a letter after this trouble.

    Only what speaks of the address or of this letter ends it; what speaks of us (policy, relaying, a sign-in) is tried again,
    because it will be true of every letter until somebody repairs it.
    """
    if trouble.where in (Where.SERVER, Where.SENDER) or trouble.code == GONE_QUIET:
        return Fate.AWAY
    if trouble.code < 500:
        return Fate.LATER
    if NOBODY_THERE.fullmatch(trouble.detail):
        return Fate.REFUSED
    if NEVER_THIS_LETTER.fullmatch(trouble.detail):
        return Fate.FAILED
    if not UNDECIDED.fullmatch(trouble.detail):
        return Fate.LATER
    if trouble.where is Where.LETTER:
        return Fate.FAILED
    return Fate.REFUSED if trouble.code in NOBODY_THERE_CODES else Fate.LATER


def without_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What may stay of a letter's facts when it is over: numbers, yes and no, and moments."""
    return {name: fact for name, fact in facts.items() if _wordless(fact)}


def _wordless(fact: object) -> bool:
    if isinstance(fact, str):
        return MOMENT.fullmatch(fact) is not None
    return fact is None or isinstance(fact, bool | int | float)
