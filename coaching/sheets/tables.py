"""What became of the rows of files about teams. Constraints stand in the migration."""

from piccolo.columns import JSONB, BigSerial, ForeignKey, Integer, Text
from piccolo.table import Table

from coaching.funnel.tables import ImportBatch
from coaching.people.tables import Person
from coaching.teams.tables import Team


class SheetRow(Table, tablename='sheet_row'):
    """One row of a file that was brought in; `made` has the ids of what it made."""

    id = BigSerial(primary_key=True)
    batch_id = ForeignKey(ImportBatch, null=False)
    number = Integer(default=None)
    fate = Text(default='')
    team_id = ForeignKey(Team, null=True, default=None)
    person_id = ForeignKey(Person, null=True, default=None)
    made = JSONB(default='{}')
