"""What became or would become of a row, in words."""

from __future__ import annotations

from coaching.funnel.forms.imports import MEANINGS
from coaching.funnel.reading.fates import Planned
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.values.imports import DoneRow, Fate
from coaching.kit import dates
from coaching.kit.refusal import Reason
from coaching.kit.words import _, later, n_

FATES = {
    Fate.NEW: later('new person'),
    Fate.KNOWN: later('known person'),
    Fate.FILLED: later('known, more filled in'),
    Fate.SAME: later('changes nothing'),
    Fate.FAULTY: later('faulty'),
    Fate.LEFT_OUT: later('left out'),
}
TAGS = {Fate.FAULTY: 'warn', Fate.LEFT_OUT: 'later', Fate.SAME: 'later', Fate.NEW: 'info'}
STAGES = {'taste': later('Taste'), 'intro': later('Intro'), 'training': later('Training')}
FIELDS = {'place_id': later('Place')}
REASONS: dict[str, Reason] = {reason.name: reason for kind in (Faulty, LeftOut) for reason in kind}


def what_happens(one: Planned) -> list[str]:
    """What one row would add, or why it cannot be taken."""
    if one.fault:
        return [_(one.fault.reason.value, **one.fault.facts)]
    told = []
    if one.filled and one.fate is Fate.FILLED:
        names = ', '.join(str(MEANINGS.get(name) or FIELDS[name]) for name in one.filled)
        told.append(_('Filled in: %(fields)s', fields=names))
    told += [_('%(stage)s on %(day)s', stage=STAGES[mark.stage], day=dates.day(mark.on, dates.DAY_OF_YEAR)) for mark in one.credits]
    if one.joins:
        told.append(_('Belongs to %(name)s', name=one.joins.name))
    if one.group_words:
        told.append(_('A group we do not know yet: %(words)s', words=one.group_words))
    return told


def what_happened(row: DoneRow) -> list[str]:
    """What one row added, or why it was not taken; what was wrong in it is not kept."""
    if row.why:
        return [_(REASONS[row.why].value, text='…', row=row.earlier or '')]
    return [n_('%(num)s visit from before', '%(num)s visits from before', row.credits)] if row.credits else []
