"""Every kind of letter that leaves this house, and exactly what its words may speak of.

The words of a kind stand in `content/<language>/mails/<kind>.md`; content/README.md says what each placeholder holds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter.

    `facts` and `links` are the placeholders that its writer fills and that its words may use. `button`: one button stands at
    {button}; its label is content and its address the writer's. `rows`: a list of dates or links stands at {rows}. `words`: words of
    a person stand at {words}, or nothing. `calendar`: it may carry a calendar. `stoppable`: its reader can stop it with one click.
    `asked_for`: it answers what its reader has just done, and goes out even to somebody who wishes no letters otherwise.
    `theirs`: what a team and its coach wrote to each other stands in it, which nobody reads but whom it goes to.
    """

    name: str
    facts: frozenset[str]
    links: frozenset[str] = frozenset()
    button: bool = True
    rows: bool = False
    words: bool = False
    calendar: bool = False
    stoppable: bool = True
    asked_for: bool = False
    theirs: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        """Everything that may stand in braces in this kind's words."""
        return self.facts | self.links | EVERYWHERE | self.blocks

    @property
    def blocks(self) -> frozenset[str]:
        """What must stand in its words once, in a paragraph of its own."""
        wanted = {'button': self.button, 'rows': self.rows, 'words': self.words}
        return frozenset(name for name, asked in wanted.items() if asked)


EVERYWHERE = frozenset({'name', 'network', 'help_line'})


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


_SESSION = _of('session', 'day', 'time', 'when')
_PLACED = _SESSION | _of('where')
_TALK = _of('team', 'coach', 'day', 'time', 'when')
_SIGN_UP = _of('sign_up')
_KEPT = _of('sign_up', 'google')

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind('sign-in', _of('code', 'minutes'), stoppable=False, asked_for=True),
        Kind('address-changed', _of(), button=False, stoppable=False, asked_for=True),
        Kind('sign-in-changed', _of(), button=False, stoppable=False, asked_for=True),
        Kind('invitation', _of('role', 'inviter', 'until')),
        Kind('spot-saved', _PLACED, _KEPT, calendar=True, asked_for=True),
        Kind('signed-up-already', _PLACED, _KEPT, calendar=True, asked_for=True),
        Kind('colleague-signed-up', _PLACED | _of('colleague'), _KEPT, calendar=True),
        Kind('place-in-line', _SESSION | _of('place'), asked_for=True),
        Kind('seat-offered', _SESSION | _of('until'), _SIGN_UP),
        Kind('seat-confirmed', _PLACED, _KEPT, calendar=True),
        Kind('seat-passed-on', _SESSION, rows=True),
        Kind('not-yet', _SESSION | _of('needed'), button=False, rows=True, asked_for=True),
        Kind('reminder-day', _PLACED | _of('relative'), _SIGN_UP),
        Kind('reminder-hour', _PLACED, _SIGN_UP),
        Kind('session-moved', _PLACED | _of('old_when'), words=True, calendar=True),
        Kind('session-changed', _PLACED, words=True, calendar=True),
        Kind('session-back', _PLACED, words=True, calendar=True),
        Kind('session-cancelled', _SESSION, button=False, rows=True, words=True, calendar=True),
        Kind('spot-cancelled', _SESSION, calendar=True, asked_for=True),
        Kind('spot-moved', _SESSION, calendar=True, asked_for=True),
        Kind('my-links', _of(), button=False, rows=True, asked_for=True),
        Kind('thank-you-taste', _of('session', 'day'), _of('pulse'), button=False, rows=True),
        Kind('thank-you-intro', _of('session', 'day'), _of('pulse'), button=False, rows=True),
        Kind('thank-you-training', _of('session', 'day')),
        Kind('missed', _of('session', 'day'), _SIGN_UP, button=False, rows=True),
        Kind('correction', _of('session', 'day', 'mark'), _SIGN_UP, button=False, rows=True),
        Kind('invite-next', _of('session', 'trainer'), button=False, rows=True, words=True),
        Kind('trainer-note', _SESSION | _of('subject', 'trainer'), words=True),
        Kind('start-asked', _of('until'), asked_for=True),
        Kind('start-waits', _of('until')),
        Kind('start-late', _of('until')),
        Kind('start-again', _of('day')),
        Kind('start-closed', _of()),
        Kind('team-begins', _of('team')),
        Kind('team-welcome', _of('team', 'inviter')),
        Kind('team-invitation', _of('team', 'inviter', 'until')),
        Kind('talk-planned', _TALK | _of('where'), calendar=True, theirs=True),
        Kind('talk-moved', _TALK | _of('where'), calendar=True, theirs=True),
        Kind('talk-passed', _TALK | _of('where'), calendar=True, theirs=True),
        Kind('talk-cancelled', _TALK, calendar=True),
        Kind('coach-changed', _of('team', 'coach', 'day')),
        Kind('step-signed-off', _of('team', 'coach', 'number', 'step')),
        Kind('step-not-yet', _of('team', 'coach', 'number', 'step')),
        Kind('guide-sent', _of('team', 'guide', 'about')),
        Kind('help-asked', _of('team')),
        Kind('help-waits', _of('team')),
        Kind('help-answered', _of('team', 'coach')),
        Kind('meeting-dates', _of('team', 'inviter'), rows=True, theirs=True),
        Kind('meeting-set', _of('team', 'day', 'time', 'when', 'where'), calendar=True, theirs=True),
        Kind('meeting-moved', _of('team', 'day', 'time', 'when', 'where'), calendar=True, theirs=True),
        Kind('meeting-off', _of('team', 'day', 'when'), button=False, calendar=True),
        Kind('cohort-note', _of('subject', 'writer', 'teams'), words=True),
        Kind('monday-list', _of('summary'), rows=True),
        Kind('waits-today', _of('summary'), rows=True),
    )
}


def kind_of(name: str) -> Kind:
    """The kind of this name.

    :raises KeyError: no letter of that name leaves this house.
    """
    return KINDS[name]
