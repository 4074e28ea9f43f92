"""What came from before, what came in by file, and what follows from attendance. Constraints stand in the migrations."""

from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from coaching.funnel.tables.registrations import GroupAnswer
from coaching.people.tables import Person


class ImportMapping(Table, tablename='import_mapping'):
    """Which column means what, remembered by its headers."""

    id = BigSerial(primary_key=True)
    headers_digest = Bytea(default=None)
    mapping = JSONB(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    saved_at = Timestamptz(default=None)


class ImportBatch(Table, tablename='import_batch'):
    """One file brought in as one transaction, undone as one."""

    id = BigSerial(primary_key=True)
    tool = Text(default='')
    file_name = Text(default='')
    digest = Bytea(default=None)
    content = Bytea(null=True, default=None)
    mapping = JSONB(null=True, default=None)
    counts = JSONB(default='{}')
    by_person_id = ForeignKey(Person, null=True, default=None)
    uploaded_at = Timestamptz(default=None)
    made_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)


class ImportRow(Table, tablename='import_row'):
    """What became of one row of an import."""

    id = BigSerial(primary_key=True)
    batch_id = ForeignKey(ImportBatch, null=False)
    number = Integer(default=None)
    fate = Text(default='')
    person_id = ForeignKey(Person, null=True, default=None)
    made = JSONB(default='{}')
    group_words = Text(default='')
    group_answer_id = ForeignKey(GroupAnswer, null=True, default=None)
    folded_group = Text(default='')


class PriorCredit(Table, tablename='prior_credit'):
    """Something attended elsewhere or before this system."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    stage = Text(default='')
    attended_on = Date(default=None)
    source = Text(default='')
    by_person_id = ForeignKey(Person, null=True, default=None)
    batch_id = ForeignKey(ImportBatch, null=True, default=None)
    recorded_at = Timestamptz(default=None)


class Progress(Table, tablename='progress'):
    """When a person first came to each stage; written with the marks that it follows from, equal to recomputing them."""

    person_id = BigInt(primary_key=True)
    tasted_at = Timestamptz(null=True, default=None)
    introduced_at = Timestamptz(null=True, default=None)
    trained_at = Timestamptz(null=True, default=None)
