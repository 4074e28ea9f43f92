"""Registrations, answers and attendance. Constraints stand in the migrations."""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.funnel.tables.offerings import OfferingQuestion
from coaching.funnel.tables.sessions import Session
from coaching.people.tables import Person
from coaching.teams.tables import Organisation


class GroupAnswer(Table, tablename='group_answer'):
    """What some words for a group mean: an organisation, or none; the words stand with those who wrote them."""

    id = BigSerial(primary_key=True)
    organisation_id = ForeignKey(Organisation, null=True, default=None)
    is_new = Boolean(default=False)
    by_person_id = ForeignKey(Person, null=True, default=None)
    answered_at = Timestamptz(default=None)
    undone_at = Timestamptz(null=True, default=None)
    people = Integer(default=0)
    made = JSONB(default='{}')


class Registration(Table, tablename='registration'):
    """A person at a session; its place in line is its id."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    person_id = ForeignKey(Person, null=False)
    state = Text(default='')
    source = Text(default='')
    registered_at = Timestamptz(default=None)
    offered_until = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_from = Text(default='')
    by_person_id = ForeignKey(Person, null=True, default=None)
    moved_to_id = ForeignKey('self', null=True, default=None)
    group_words = Text(default='')
    organisation_id = ForeignKey(Organisation, null=True, default=None)
    access_needs = Text(null=True, default=None)
    intro_question = Text(null=True, default=None)
    opened_join_at = Timestamptz(null=True, default=None)
    fee_mark = Text(default='')
    waived_at = Timestamptz(null=True, default=None)
    pulsed_on = Date(null=True, default=None)
    nonce = Bytea(default=None)
    version = Integer(default=1)
    group_answer_id = ForeignKey(GroupAnswer, null=True, default=None)
    folded_group = Text(default='')
    added_once = Bytea(null=True, default=None)


class Answer(Table, tablename='answer'):
    """An answer to an offering's question."""

    id = BigSerial(primary_key=True)
    registration_id = ForeignKey(Registration, null=False)
    question_id = ForeignKey(OfferingQuestion, null=False)
    words = Text(default='')


class Attendance(Table, tablename='attendance'):
    """A mark for one part of a session; the session is the registration's, which a trigger sees to."""

    id = BigSerial(primary_key=True)
    registration_id = ForeignKey(Registration, null=False)
    session_id = BigInt(default=None)
    part = SmallInt(default=1)
    mark = Text(default='')
    minutes = SmallInt(null=True, default=None)
    how = Text(default='')
    made_up_in_id = ForeignKey(Session, null=True, default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    marked_at = Timestamptz(default=None)


class AttendanceReport(Table, tablename='attendance_report'):
    """A participant report of a meeting tool that was read once."""

    id = BigSerial(primary_key=True)
    session_id = ForeignKey(Session, null=False)
    part = SmallInt(default=1)
    tool = Text(default='')
    digest = Bytea(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    read_at = Timestamptz(default=None)


class AttendanceRow(Table, tablename='attendance_row'):
    """One name in such a report; who is unmatched stays visible."""

    id = BigSerial(primary_key=True)
    report_id = ForeignKey(AttendanceReport, null=False)
    number = SmallInt(default=None)
    name = Text(default='')
    email = Text(default='')
    minutes = SmallInt(default=None)
    state = Text(default='')
    how = Text(default='')
    registration_id = ForeignKey(Registration, null=True, default=None)
