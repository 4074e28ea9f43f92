"""Rounds, and what they come to. Constraints, and that a closed round never changes, stand in the migration."""

from piccolo.columns import BigSerial, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables import NextStep, Team


class ReadinessRound(Table, tablename='readiness_round'):
    """One time that an instrument is used: by a team, or without one by the network for itself."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=True, default=None)
    instrument = Text(default='')
    version = SmallInt(default=1)
    form = Text(default='full')
    occasion = Text(default='other')
    phase = Text(default='answering')
    opened_on = Date(default=None)
    opened_by_id = ForeignKey(Person, null=True, default=None)
    answered_on = Date(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closed_by_id = ForeignKey(Person, null=True, default=None)


class ReadinessDraft(Table, tablename='readiness_draft'):
    """What one person answers while answering goes on: sealed, always of one length, without any time."""

    id = BigSerial(primary_key=True)
    round_id = ForeignKey(ReadinessRound, null=False)
    person_id = ForeignKey(Person, null=False)
    sealed = Bytea(default=b'')
    is_sent = Boolean(default=False)


class ReadinessPaper(Table, tablename='readiness_paper'):
    """What was answered on paper, counted and sealed."""

    round_id = ForeignKey(ReadinessRound, primary_key=True, null=False)
    sealed = Bytea(default=b'')


class ReadinessSpread(Table, tablename='readiness_spread'):
    """How far apart the answers to a point lie; under four there is only how many answered."""

    id = BigSerial(primary_key=True)
    round_id = ForeignKey(ReadinessRound, null=False)
    item = Text(default='')
    answered = SmallInt(default=0)
    raters = SmallInt(null=True, default=None)
    unsure = SmallInt(null=True, default=None)
    no_fit = SmallInt(null=True, default=None)
    low = SmallInt(null=True, default=None)
    high = SmallInt(null=True, default=None)


class ReadinessRole(Table, tablename='readiness_role'):
    """How many parents, staff and partners answered."""

    id = BigSerial(primary_key=True)
    round_id = ForeignKey(ReadinessRound, null=False)
    role = Text(default='parent')
    people = SmallInt(default=1)


class ReadinessAgreed(Table, tablename='readiness_agreed'):
    """What the group agreed on for a point, and what shows it; `number` counts how often it was said."""

    id = BigSerial(primary_key=True)
    round_id = ForeignKey(ReadinessRound, null=False)
    item = Text(default='')
    answer = Text(default='')
    evidence = Text(default='')
    owner = Text(default='')
    parent_leaders = Boolean(null=True, default=None)
    number = Integer(default=1)
    agreed_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)


class ReadinessPriority(Table, tablename='readiness_priority'):
    """One of at most three things that the group builds next."""

    id = BigSerial(primary_key=True)
    round_id = ForeignKey(ReadinessRound, null=False)
    number = SmallInt(default=1)
    item = Text(default='')
    what = Text(default='')
    by_person_id = ForeignKey(Person, null=True, default=None)
    next_step_id = ForeignKey(NextStep, null=True, default=None)
