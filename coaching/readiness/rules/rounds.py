"""What may happen to a round, and who may do it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coaching.kit.refusal import Reason
from coaching.readiness.definition import Head, Instrument
from coaching.readiness.values import Agreed, Form, Phase, Progress, Role, RoundFacts, Stood, Tally

MOST_SHEETS = 200
MOST_BUILT = 3


class NoRound(Reason):
    """Why a round is not opened, answered, talked through or closed."""

    NOT_YOURS = 'Only people of this team and its coach can do this.'
    NOT_A_MEMBER = 'Only people of this team answer. A coach helps with the talk.'
    NOT_FOR_A_TEAM = 'These questions are for the whole network.'
    NOT_FOR_THE_NETWORK = 'These questions are for a team.'
    OTHER_OCCASION = 'These questions are not asked for that. Choose another reason.'
    NO_PULSE = 'There is no short form of these questions.'
    ONE_IS_OPEN = 'One of these is open already. Close it first.'
    GONE = 'This is not here any more.'
    ENDED = 'Answering has ended. What you chose is still on this page, and you can say it in the talk.'
    NOT_ENDED = 'People still answer. The talk begins when answering has ended.'
    CLOSED = 'This is closed, and it stays as it is.'
    NO_POINT = 'These questions have no such point or answer.'
    NOTHING_ANSWERED = 'Answer one point or more first.'
    NO_ROLE = 'Choose as whom you answer.'
    NOBODY_ANSWERED = 'Nobody has sent answers yet.'
    SOMEBODY_ANSWERED = 'Somebody has answered, so this stays. End it and close it instead.'
    TOO_MANY = 'More answers than sheets of paper. Count this point once more.'
    NO_SHEETS = 'Say how many sheets came, and as whom people answered.'
    NOTHING_AGREED = 'Agree on one point or more first.'
    CHANGED_MEANWHILE = '%(name)s said something else meanwhile. Talk about it, and choose once more.'
    TOO_MANY_BUILT = 'Choose three at most. Less is often more.'
    TWICE = 'You chose the same point two times.'


def may_work(stood: Stood, head: Head) -> bool:
    """The people of a team and its coach lead a round together; the network's own is for whoever looks after all of it."""
    return stood.is_of_network if head.answered == 'network' else stood.is_member or stood.is_coach


def why_not_open(
    stood: Stood, one: Instrument, *, is_of_team: bool, form: Form, occasion: str, running: Collection[str]
) -> NoRound | None:
    """`running` are the keys of the instruments of which a round is not closed."""
    if (one.head.answered == 'network') == is_of_team:
        return NoRound.NOT_FOR_A_TEAM if is_of_team else NoRound.NOT_FOR_THE_NETWORK
    if not may_work(stood, one.head):
        return NoRound.NOT_YOURS
    if occasion not in one.head.occasions:
        return NoRound.OTHER_OCCASION
    if form is Form.PULSE and not one.has_pulse:
        return NoRound.NO_PULSE
    return NoRound.ONE_IS_OPEN if one.key in running else None


def why_not_answer(stood: Stood, of: RoundFacts, one: Instrument, answers: Mapping[str, str]) -> NoRound | None:
    """Members answer; whoever coaches the team does not, also where they belong to it (R5)."""
    if not stood.is_member or stood.is_coach:
        return NoRound.NOT_A_MEMBER
    if of.phase is not Phase.ANSWERING:
        return NoRound.ENDED
    return None if _are_asked(of, one, answers) else NoRound.NO_POINT


def _are_asked(of: RoundFacts, one: Instrument, answers: Mapping[str, str]) -> bool:
    keys = {item.key for part in one.asked(pulse=of.is_pulse) for item in part.items}
    return answers.keys() <= keys and all(answer in one.answers for answer in answers.values())


def why_not_send(answers: Collection[str], role: Role | None) -> NoRound | None:
    """Points may be left out, but not all of them; who answers says as whom."""
    if not answers:
        return NoRound.NOTHING_ANSWERED
    return NoRound.NO_ROLE if role is None else None


def why_not_tally(stood: Stood, of: RoundFacts, one: Instrument, tally: Tally) -> NoRound | None:
    """No point has more answers than there were sheets."""
    if not may_work(stood, one.head):
        return NoRound.NOT_YOURS
    if of.phase is not Phase.ANSWERING:
        return NoRound.ENDED
    if not all(_are_asked(of, one, dict.fromkeys([item], answer)) for item, given in tally.answers.items() for answer in given):
        return NoRound.NO_POINT
    if tally.answers and not 1 <= tally.sheets <= MOST_SHEETS:
        return NoRound.NO_SHEETS
    return NoRound.TOO_MANY if any(sum(given.values()) > tally.sheets for given in tally.answers.values()) else None


def why_not_end_answering(stood: Stood, of: RoundFacts, head: Head, progress: Progress) -> NoRound | None:
    """One who answered is enough; nobody is waited for."""
    if not may_work(stood, head):
        return NoRound.NOT_YOURS
    if of.phase is not Phase.ANSWERING:
        return NoRound.ENDED
    return None if progress.sent + progress.sheets else NoRound.NOBODY_ANSWERED


def why_not_discard(stood: Stood, of: RoundFacts, head: Head, progress: Progress, agreed: int) -> NoRound | None:
    """What was opened by mistake goes, unless somebody has told something."""
    if not may_work(stood, head):
        return NoRound.NOT_YOURS
    if of.phase is Phase.CLOSED:
        return NoRound.CLOSED
    is_told = of.phase is Phase.TALKING and head.answered == 'each'
    return NoRound.SOMEBODY_ANSWERED if is_told or progress.sent or progress.sheets or agreed else None


def why_not_talk(stood: Stood, of: RoundFacts, head: Head) -> NoRound | None:
    """What belongs to the talk: to agree, to choose, to close."""
    if not may_work(stood, head):
        return NoRound.NOT_YOURS
    if of.phase is Phase.ANSWERING:
        return NoRound.NOT_ENDED
    return NoRound.CLOSED if of.phase is Phase.CLOSED else None


def why_not_agree(of: RoundFacts, one: Instrument, *, item: str, answer: str, before: Agreed | None, seen: int) -> NoRound | None:
    """`seen` is how often this point had been agreed on when whoever writes looked; 0 for never."""
    if not _are_asked(of, one, {item: answer}):
        return NoRound.NO_POINT
    return NoRound.CHANGED_MEANWHILE if (before.number if before else 0) != seen else None


def why_not_build(of: RoundFacts, one: Instrument, items: Collection[str]) -> NoRound | None:
    """At most three, each once."""
    if len(set(items)) < len(items):
        return NoRound.TWICE
    if len(items) > MOST_BUILT:
        return NoRound.TOO_MANY_BUILT
    return None if _are_asked(of, one, dict.fromkeys(items, one.answers[0])) else NoRound.NO_POINT


def why_not_close(agreed: int) -> NoRound | None:
    """Some points may be left for another time; a round of which nothing came is discarded, not closed."""
    return None if agreed else NoRound.NOTHING_AGREED
