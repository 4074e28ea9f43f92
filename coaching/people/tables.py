"""Persons, and what became of two that were one. Constraints stand in the migrations."""

from piccolo.columns import JSONB, BigInt, BigSerial, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table


class Person(Table, tablename='person'):
    """Somebody who may be written to or registered; not an account. Erased, it keeps its id and holds nothing."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    folded_name = Text(default='')
    email = Text(null=True, default=None)
    email_refused_at = Timestamptz(null=True, default=None)
    phone = Text(null=True, default=None)
    language = Text(default='en')
    zone = Text(default='')
    how_heard = Text(default='')
    place_id = BigInt(null=True, default=None)
    source = Text(default='')
    made_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    erased_at = Timestamptz(null=True, default=None)
    merged_into_id = ForeignKey('self', null=True, default=None)
    version = Integer(default=1)


class Merging(Table, tablename='merging'):
    """Two persons made one, with what was moved, so that it can be undone for 30 days."""

    id = BigSerial(primary_key=True)
    kept_id = ForeignKey(Person, null=False)
    merged_id = ForeignKey(Person, null=False)
    by_person_id = ForeignKey(Person, null=True, default=None)
    merged_at = Timestamptz(default=None)
    moved = JSONB(default=None)
    undone_at = Timestamptz(null=True, default=None)


class DistinctPair(Table, tablename='distinct_pair'):
    """Two persons of whom somebody said that they are not the same."""

    id = BigSerial(primary_key=True)
    lower_id = ForeignKey(Person, null=False)
    higher_id = ForeignKey(Person, null=False)
    by_person_id = ForeignKey(Person, null=True, default=None)
    said_at = Timestamptz(default=None)


class Erasure(Table, tablename='erasure'):
    """The ledger of those who asked to be forgotten; it outlives a restore."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    erased_at = Timestamptz(default=None)
    asked_by = Text(default='')
