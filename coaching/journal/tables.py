"""The journal and its erasable reasons. Constraints stand in the migrations."""

from piccolo.columns import JSONB, BigInt, BigSerial, Text, Timestamptz
from piccolo.table import Table


class Entry(Table, tablename='entry'):
    """What happened: ids and field names only; append-only by trigger."""

    id = BigSerial(primary_key=True)
    happened_at = Timestamptz(default=None)
    kind = Text(default='')
    by_how = Text(default='')
    by_person_id = BigInt(null=True, default=None)
    subject_kind = Text(default='')
    subject_id = BigInt(default=None)
    facts = JSONB(default='{}')


class EntryWhy(Table, tablename='entry_why'):
    """The words somebody gave as a reason; they can be erased, the entry cannot."""

    entry_id = BigInt(primary_key=True)
    why = Text(default='')
