"""What a coach set aside for a few days. Constraints stand in the migration."""

from piccolo.columns import BigSerial, Date, ForeignKey, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables import Team


class Snooze(Table, tablename='snooze'):
    """A coach is not reminded of a team before that day; one for each coach and team."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    person_id = ForeignKey(Person, null=False)
    until_on = Date(default=None)
    made_at = Timestamptz(default=None)
