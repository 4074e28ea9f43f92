"""Promises to write, and what people do not want to get. Constraints stand in the migrations."""

from piccolo.columns import JSONB, BigInt, BigSerial, SmallInt, Text, Timestamptz
from piccolo.table import Table


class Promise(Table, tablename='promise'):
    """A letter that shall be written: made with the fact that asks for it, claimed with a lease, sent, marked."""

    id = BigSerial(primary_key=True)
    kind = Text(default='')
    key = Text(default='')
    person_id = BigInt(null=True, default=None)
    subject_kind = Text(default='')
    subject_id = BigInt(default=None)
    facts = JSONB(default='{}')
    made_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    useful_until = Timestamptz(null=True, default=None)
    claimed_until = Timestamptz(null=True, default=None)
    tries = SmallInt(default=0)
    next_try_at = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    failed_at = Timestamptz(null=True, default=None)
    held_at = Timestamptz(null=True, default=None)
    failure = Text(default='')


class LetterStop(Table, tablename='letter_stop'):
    """A person's wish not to get one kind of letter; kind '*' stands for all of them."""

    id = BigSerial(primary_key=True)
    person_id = BigInt(default=None)
    kind = Text(default='')
    stopped_at = Timestamptz(default=None)
