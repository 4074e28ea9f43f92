"""What files about teams and their rows come to, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from coaching.coaches.rules.taxonomy import MODES
from coaching.coaches.values import Beside
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.values import Fault
from coaching.funnel.values.imports import Batch
from coaching.kit import dates
from coaching.kit.refusal import Reason
from coaching.kit.words import _, later, n_
from coaching.sheets.forms import MEANINGS
from coaching.sheets.reading.fates.standing import Planned
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.values import DoneRow, Fate, Kind

FATES = {
    Fate.NEW: later('new'),
    Fate.ADDS: later('known, more comes in'),
    Fate.SAME: later('changes nothing'),
    Fate.FAULTY: later('faulty'),
    Fate.LEFT_OUT: later('left out'),
}
TAGS = {Fate.FAULTY: 'warn', Fate.LEFT_OUT: 'later', Fate.SAME: 'later', Fate.NEW: 'info'}
LISTS = {
    'sheet': later('List of people'), 'eventbrite': later('Eventbrite'), Kind.TEAMS: later('List of teams'),
    Kind.MEMBERS: later('List of who is in which team'), Kind.ASSIGNMENTS: later('List of who coaches which team'),
    Kind.TALKS: later('List of talks'),
}  # fmt: skip
STATES = {'active': later('active'), 'resting': later('resting'), 'closed': later('closed')}
PARTS = {
    Beside.LEAD: later('lead coach'), Beside.CO_COACH: later('co-coach'), Beside.APPRENTICE: later('apprentice'),
    Beside.SEASONED_HOST: later('seasoned host'),
}  # fmt: skip
REASONS: dict[str, Reason] = {reason.name: reason for kind in (Faulty, LeftOut, NotTaken) for reason in kind}


def outcome(batch: Batch) -> list[str]:
    """What a file did, in numbers."""
    counts = batch.counts
    told = [n_('%(num)s new person', '%(num)s new people', counts.get('people', 0))]
    if batch.tool in list(Kind):
        told = [made(batch), *(told if counts.get('people') else [])]
    else:
        told.append(n_('%(num)s visit from before', '%(num)s visits from before', counts.get('credits', 0)))
    return [*told, n_('%(num)s row', '%(num)s rows', counts.get('rows', 0))]


def made(batch: Batch) -> str:
    """How many new things of its kind a file made."""
    new = batch.counts.get('new', 0)
    match batch.tool:
        case Kind.TEAMS:
            return n_('%(num)s new team', '%(num)s new teams', new)
        case Kind.MEMBERS:
            return n_('%(num)s person joined a team', '%(num)s people joined a team', new)
        case Kind.ASSIGNMENTS:
            return n_('%(num)s coach beside a team', '%(num)s coaches beside teams', new)
    return n_('%(num)s talk from before', '%(num)s talks from before', new)


def counted(counts: Counter[Fate]) -> list[tuple[int, str]]:
    """How many rows have which fate."""
    said = {
        Fate.NEW: _('new'),
        Fate.ADDS: _('known, more comes in'),
        Fate.SAME: n_('changes nothing', 'change nothing', counts[Fate.SAME]),
        Fate.FAULTY: n_('faulty row', 'faulty rows', counts[Fate.FAULTY]),
        Fate.LEFT_OUT: n_('row left out', 'rows left out', counts[Fate.LEFT_OUT]),
    }
    return [(counts[fate], words) for fate, words in said.items() if counts[fate]]


def fault_said(fault: Fault) -> str:
    return _(fault.reason.value, **fault.facts)


def who_said(one: Planned) -> str:
    """Whom a row is about, beside its team."""
    return ' · '.join(who.name for who in (one.row.who, one.row.coach) if who)


def what_happens(one: Planned) -> list[str]:
    """What one row would make, or why it cannot be taken."""
    if one.fault:
        return [fault_said(one.fault)]
    told = [sentence for what, fact in one.does.items() if (sentence := _does(what, fact, one))]
    told += [
        _('%(name)s is new here.', name=said.name)
        for who, said in ((one.who, one.row.who), (one.coach, one.row.coach)) if who and said and who.person_id is None
    ]  # fmt: skip
    told += [_('%(name)s gets an address or a number.', name=one.row.who.name) for who in (one.who,) if _is_filled(who) and one.row.who]
    return told + [fault_said(note) for note in one.notes]


def _is_filled(who: Any) -> bool:
    return bool(who and who.person_id and who.filled)


def _does(what: str, fact: Any, one: Planned) -> str:
    match what:
        case 'form':
            return _formed(fact)
        case 'lead' | 'hand_over':
            return _('%(name)s leads the team.', name=one.row.who.name if one.row.who else '')
        case 'coach':
            return _('%(name)s coaches it since %(day)s.', name=one.row.coach.name if one.row.coach else '', day=_day(fact))
        case 'fill':
            return _('Filled in: %(fields)s', fields=', '.join(str(MEANINGS[Kind.TEAMS][name]) for name in fact))
        case 'join':
            role, leads, _since = fact
            parent = _('Joins as a parent who leads.') if leads else _('Joins as a member.')
            return _('Joins and leads the team.') if role == 'lead' else parent
        case 'parent_leader':
            return _('A parent who leads.')
        case 'assign':
            return _stood(fact)
        case 'log':
            return _talked(fact)
    return ''


def _formed(form: Mapping[str, Any]) -> str:
    since = _day(form['since'])
    if form['state'] in STATES:
        return _('A new team since %(day)s, %(state)s.', day=since, state=STATES[form['state']])
    return _('A new team since %(day)s.', day=since)


def _stood(stand: Any) -> str:
    if stand.ended_on:
        return _('%(part)s from %(day)s to %(end)s', part=PARTS[stand.role], day=_day(stand.began_on), end=_day(stand.ended_on))
    return _('%(part)s since %(day)s', part=PARTS[stand.role], day=_day(stand.began_on))


def _talked(talk: Mapping[str, Any]) -> str:
    """Day, mode and length of a talk, and whether something was written; never what."""
    how = MODES[talk['mode']] if talk['how'] == 'held' else _('Only tried')
    length = n_('%(num)s minute', '%(num)s minutes', talk['minutes']) if talk['minutes'] else ''
    written = any(talk[name] for name in ('going_well', 'in_the_way', 'note'))
    readers = '' if not written else _('a note for coaches only') if talk['visibility'] == 'coaches' else _('a note for the team, too')
    return ' · '.join(filter(None, (_day(talk['happened_on']), str(how), length, readers)))


def _day(day: Any) -> str:
    return dates.day(day, dates.DAY_OF_YEAR)


def what_happened(row: DoneRow) -> list[str]:
    """Why a row was not taken; what was wrong in it is not kept."""
    return [_(REASONS[row.why].value, text='…', row=row.earlier or '')] if row.why else []
