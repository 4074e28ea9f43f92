"""Offerings and their words, questions and trainers. Constraints stand in the migrations."""

from piccolo.columns import Array, BigSerial, Date, ForeignKey, Integer, SmallInt, Text, Time, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person


class Offering(Table, tablename='offering'):
    """What sessions are made from: how often, how long, where, for whom."""

    id = BigSerial(primary_key=True)
    slug = Text(default='')
    kind = Text(default='')
    rule = Text(default='')
    starts_on = Date(null=True, default=None)
    wall_time = Time(default=None)
    zone = Text(default='')
    minutes = SmallInt(default=None)
    parts = SmallInt(default=1)
    days_between_parts = SmallInt(default=7)
    mode = Text(default='online')
    location = Text(default='')
    join_url = Text(default='')
    join_by_phone = Text(default='')
    capacity = Integer(null=True, default=None)
    languages = Array(base_column=Text(), default=['en'])
    prerequisite = Text(default='')
    min_minutes = SmallInt(default=0)
    min_parts = SmallInt(default=1)
    fee = Text(default='')
    weeks_ahead = SmallInt(default=8)
    version = Integer(default=1)
    made_at = Timestamptz(default=None)
    archived_at = Timestamptz(null=True, default=None)


class OfferingWords(Table, tablename='offering_words'):
    """Title and words of an offering in one language."""

    id = BigSerial(primary_key=True)
    offering_id = ForeignKey(Offering, null=False)
    language = Text(default='')
    title = Text(default='')
    summary = Text(default='')
    body = Text(default='')


class OfferingQuestion(Table, tablename='offering_question'):
    """An optional question at sign-up."""

    id = BigSerial(primary_key=True)
    offering_id = ForeignKey(Offering, null=False)
    position = SmallInt(default=None)
    retired_at = Timestamptz(null=True, default=None)


class OfferingQuestionWords(Table, tablename='offering_question_words'):
    """A question in one language."""

    id = BigSerial(primary_key=True)
    question_id = ForeignKey(OfferingQuestion, null=False)
    language = Text(default='')
    label = Text(default='')


class OfferingTrainer(Table, tablename='offering_trainer'):
    """Who usually leads an offering."""

    id = BigSerial(primary_key=True)
    offering_id = ForeignKey(Offering, null=False)
    person_id = ForeignKey(Person, null=False)
