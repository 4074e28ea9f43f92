"""What a coach set aside for a few days, and letters to many teams. Constraints stand in the migrations."""

from piccolo.columns import BigSerial, Bytea, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables import Cohort, Team


class Snooze(Table, tablename='snooze'):
    """A coach is not reminded of a team before that day; one for each coach and team."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    person_id = ForeignKey(Person, null=False)
    until_on = Date(default=None)
    made_at = Timestamptz(default=None)


class CohortLetter(Table, tablename='cohort_letter'):
    """A letter to the people of a cohort, as it was written; one for each time its form was opened."""

    id = BigSerial(primary_key=True)
    cohort_id = ForeignKey(Cohort, null=False)
    by_person_id = ForeignKey(Person, null=True, default=None)
    subject = Text(default='')
    body = Text(default='')
    people = Integer(default=0)
    sent_at = Timestamptz(default=None)
    nonce = Bytea(default=b'')
