"""Sessions, their parts and what was sent or said about them. Constraints stand in the migrations."""

from piccolo.columns import Array, BigSerial, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.funnel.tables.offerings import Offering
from coaching.people.tables import Person


class Session(Table, tablename='session'):
    """One date of an offering. Full, running and ended are derived, never stored."""

    id = BigSerial(primary_key=True)
    offering_id = ForeignKey(Offering, null=False)
    rule_on = Date(null=True, default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    zone = Text(default='')
    mode = Text(default='')
    location = Text(default='')
    join_url = Text(default='')
    join_by_phone = Text(default='')
    capacity = Integer(null=True, default=None)
    languages = Array(base_column=Text(), default=list)
    state = Text(default='open')
    moved_from = Timestamptz(null=True, default=None)
    edited_at = Timestamptz(null=True, default=None)
    uid = Text(default='')
    sequence = Integer(default=0)
    version = Integer(default=1)
    made_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by_id = ForeignKey(Person, null=True, default=None)


class SessionPart(Table, tablename='session_part'):
    """One sitting of a session; every session has at least one."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    number = SmallInt(default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)


class SessionTrainer(Table, tablename='session_trainer'):
    """Who leads a session."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    person_id = ForeignKey(Person, null=False)


class SessionLetter(Table, tablename='session_letter'):
    """A trainer's own letter to the people of one session."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    by_person_id = ForeignKey(Person, null=True, default=None)
    to_group = Text(default='')
    subject = Text(default='')
    body = Text(default='')
    people = Integer(default=None)
    sent_at = Timestamptz(default=None)
    nonce = Bytea(null=True, default=None)


class PulseCount(Table, tablename='pulse_count'):
    """Answers after a session, counted without persons."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    question = Text(default='')
    answer = Text(default='')
    count = Integer(default=None)  # type: ignore[assignment]
