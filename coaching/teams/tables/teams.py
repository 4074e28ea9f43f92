"""Teams with their people, and the requests by which they begin. Constraints stand in the migrations."""

from piccolo.columns import Array, BigSerial, Boolean, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables.places import Organisation, Place


class Team(Table, tablename='team'):
    """People who bring cafés to a place, under the name that they gave themselves."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    cafe_name = Text(default='')
    models = Array(Text(), default=list)
    place_id = ForeignKey(Place, null=True, default=None)
    languages = Array(Text(), default=list)
    serves = Text(default='')
    began_on = Date(default=None)
    made_at = Timestamptz(default=None)
    version = Integer(default=1)


class TeamState(Table, tablename='team_state'):
    """Where a team stood since a day; the one that has not ended is now."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    state = Text(default='forming')
    began_on = Date(default=None)
    why = Text(default='')
    by_person_id = ForeignKey(Person, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class TeamOrganisation(Table, tablename='team_organisation'):
    """An organisation that takes part in a team."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    organisation_id = ForeignKey(Organisation, null=False)


class TeamMember(Table, tablename='team_member'):
    """A person in a team, dated; one of them leads."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    person_id = ForeignKey(Person, null=False)
    role = Text(default='member')
    is_parent_leader = Boolean(default=False)
    began_on = Date(default=None)
    ended_on = Date(null=True, default=None)
    why_ended = Text(default='')


class StartRequest(Table, tablename='start_request'):
    """Somebody asks to bring cafés to a place: who answers, by when, what the first call said, and what came of it."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    place_words = Text(default='')
    who_words = Text(default='')
    hope_words = Text(default='')
    language = Text(default='en')
    place_id = ForeignKey(Place, null=True, default=None)
    asked_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    owner_id = ForeignKey(Person, null=True, default=None)
    called_at = Timestamptz(null=True, default=None)
    minutes = Integer(null=True, default=None)
    need = Text(default='')
    intention = Text(default='')
    first_action = Text(default='')
    fit = Text(null=True, default=None)
    ask_again_on = Date(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_by_id = ForeignKey(Person, null=True, default=None)
    team_id = ForeignKey(Team, null=True, default=None)
    version = Integer(default=1)
