"""Cohorts of teams. Constraints stand in the migrations."""

from piccolo.columns import BigSerial, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables.places import Place
from coaching.teams.tables.teams import Team


class Cohort(Table, tablename='cohort'):
    """Teams that are looked at together: by their start, a grant or a place."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    kind = Text(default='start')
    place_id = ForeignKey(Place, null=True, default=None)
    grant_words = Text(default='')
    began_on = Date(default=None)
    ended_on = Date(null=True, default=None)
    owner_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    version = Integer(default=1)


class CohortTeam(Table, tablename='cohort_team'):
    """A team in a cohort, dated."""

    id = BigSerial(primary_key=True)
    cohort_id = ForeignKey(Cohort, null=False)
    team_id = ForeignKey(Team, null=False)
    began_on = Date(default=None)
    ended_on = Date(null=True, default=None)
