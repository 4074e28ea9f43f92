"""Who stands beside teams, and what they wrote down. Constraints stand in the migration."""

from piccolo.columns import JSONB, Array, BigSerial, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables import Team


class Coach(Table, tablename='coach'):
    """What somebody who stands beside teams can take on."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    most_teams = SmallInt(default=8)
    languages = Array(Text(), default=list)
    models = Array(Text(), default=list)
    may_be_called_at = Timestamptz(null=True, default=None)
    feed_nonce = Bytea(null=True, default=None)
    version = Integer(default=1)


class Assignment(Table, tablename='assignment'):
    """Somebody stands beside a team from a day on until another; written once, then only ended."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    person_id = ForeignKey(Person, null=False)
    role = Text(default='lead')
    began_on = Date(default=None)
    ended_on = Date(null=True, default=None)
    why_ended = Text(default='')
    note = Text(default='')
    given_by_id = ForeignKey(Person, null=True, default=None)
    approved_by_id = ForeignKey(Person, null=True, default=None)
    recorded_at = Timestamptz(default=None)


class Cover(Table, tablename='cover'):
    """Somebody looks after a coach's teams while the coach is away."""

    id = BigSerial(primary_key=True)
    coach_id = ForeignKey(Person, null=False)
    by_id = ForeignKey(Person, null=False)
    from_on = Date(default=None)
    until_on = Date(default=None)
    note = Text(default='')
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Contact(Table, tablename='contact'):
    """One logged talk, or the try of one."""

    id = BigSerial(primary_key=True)
    author_id = ForeignKey(Person, null=False)
    draft_key = Text(default='')
    happened_on = Date(default=None)
    how = Text(default='held')
    mode = Text(default='phone')
    minutes = SmallInt(default=0)
    travel_minutes = SmallInt(default=0)
    is_joint = Boolean(default=False)
    present = JSONB(default='{}')
    purposes = Array(Text(), default=list)
    methods = Array(Text(), default=list)
    touched = Array(Text(), default=list)
    going_well = Text(default='')
    in_the_way = Text(default='')
    in_the_way_tags = Array(Text(), default=list)
    energy = SmallInt(null=True, default=None)
    visibility = Text(default='shared')
    for_coaches = Text(default='')
    next_on = Date(null=True, default=None)
    recorded_at = Timestamptz(default=None)
    changed_at = Timestamptz(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class ContactTeam(Table, tablename='contact_team'):
    """A team of a talk; its day and whether it took place are those of the talk, kept equal by the database."""

    id = BigSerial(primary_key=True)
    contact_id = ForeignKey(Contact, null=False)
    team_id = ForeignKey(Team, null=False)
    happened_on = Date(default=None)
    how = Text(default='held')


class ContactCoach(Table, tablename='contact_coach'):
    """Another coach of a talk, beside whoever wrote it down."""

    id = BigSerial(primary_key=True)
    contact_id = ForeignKey(Contact, null=False)
    person_id = ForeignKey(Person, null=False)


class ContactAddendum(Table, tablename='contact_addendum'):
    """What was added to a talk's record later."""

    id = BigSerial(primary_key=True)
    contact_id = ForeignKey(Contact, null=False)
    by_id = ForeignKey(Person, null=True, default=None)
    words = Text(default='')
    for_coaches = Boolean(default=False)
    written_at = Timestamptz(default=None)


class Appointment(Table, tablename='appointment'):
    """The next talk of a coach and a team, as it stands in calendars."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    coach_id = ForeignKey(Person, null=False)
    uid = Text(default='')
    sequence = Integer(default=0)
    starts_at = Timestamptz(default=None)
    minutes = SmallInt(default=30)
    zone = Text(default='')
    mode = Text(default='phone')
    where_words = Text(default='')
    state = Text(default='planned')
    contact_id = ForeignKey(Contact, null=True, default=None)
    made_by_id = ForeignKey(Person, null=True, default=None)
    changed_at = Timestamptz(default=None)


class CoachingPlan(Table, tablename='coaching_plan'):
    """One version of what a team and its coach plan; agreed when both have said yes to this very version."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    number = Integer(default=1)
    parts = JSONB(default='{}')
    review_on = Date(null=True, default=None)
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    agreed_by_team_on = Date(null=True, default=None)
    agreed_by_team_id = ForeignKey(Person, null=True, default=None)
    agreed_by_coach_on = Date(null=True, default=None)
    agreed_by_coach_id = ForeignKey(Person, null=True, default=None)


class HelpRequest(Table, tablename='help_request'):
    """A team says that it needs help; one at a time."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    asked_by_id = ForeignKey(Person, null=True, default=None)
    words = Text(default='')
    asked_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by_id = ForeignKey(Person, null=True, default=None)
    passed_on_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class HelpWord(Table, tablename='help_word'):
    """What somebody wrote in the thread of such a call."""

    id = BigSerial(primary_key=True)
    request_id = ForeignKey(HelpRequest, null=False)
    by_id = ForeignKey(Person, null=True, default=None)
    words = Text(default='')
    written_at = Timestamptz(default=None)
