"""What a team lives by: meetings, next steps, proposed dates, invitations, pilot sites. Constraints stand in the migrations."""

from piccolo.columns import BigInt, BigSerial, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person
from coaching.teams.tables.places import Organisation
from coaching.teams.tables.teams import Team


class Meeting(Table, tablename='meeting'):
    """A meeting that a team held, and what it decided."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    held_on = Date(default=None)
    title = Text(default='')
    decided = Text(default='')
    made_by_id = ForeignKey(Person, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    version = Integer(default=1)


class MeetingPerson(Table, tablename='meeting_person'):
    """Somebody who was there."""

    id = BigSerial(primary_key=True)
    meeting_id = ForeignKey(Meeting, null=False)
    person_id = ForeignKey(Person, null=False)


class NextStep(Table, tablename='next_step'):
    """What somebody of a team, or all of it, will do, and by when; out of a meeting, a talk, or by itself."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    what = Text(default='')
    owner_id = ForeignKey(Person, null=True, default=None)
    owner_words = Text(default='')
    due_on = Date(null=True, default=None)
    state = Text(default='open')
    dropped_why = Text(null=True, default=None)
    meeting_id = ForeignKey(Meeting, null=True, default=None)
    contact_id = BigInt(null=True, default=None)
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    ended_on = Date(null=True, default=None)
    ended_by_id = ForeignKey(Person, null=True, default=None)
    version = Integer(default=1)


class MeetingPoll(Table, tablename='meeting_poll'):
    """Up to three dates that a team is asked about; the chosen one stands in everybody's calendar under one name."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    title = Text(default='')
    zone = Text(default='')
    place_words = Text(default='')
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    chosen_id = BigInt(null=True, default=None)
    uid = Text(default='')
    sequence = Integer(default=0)
    cancelled_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class MeetingDate(Table, tablename='meeting_date'):
    """One of the dates that are proposed."""

    id = BigSerial(primary_key=True)
    poll_id = ForeignKey(MeetingPoll, null=False)
    number = SmallInt(default=1)
    starts_at = Timestamptz(default=None)
    minutes = Integer(default=60)


class MeetingAnswer(Table, tablename='meeting_answer'):
    """Whether a person can come on that date."""

    id = BigSerial(primary_key=True)
    date_id = ForeignKey(MeetingDate, null=False)
    person_id = ForeignKey(Person, null=False)
    answer = Text(default='yes')
    answered_at = Timestamptz(default=None)


class MeetingAsked(Table, tablename='meeting_asked'):
    """Somebody who is asked by letter, whose link answers for nobody else."""

    id = BigSerial(primary_key=True)
    poll_id = ForeignKey(MeetingPoll, null=False)
    person_id = ForeignKey(Person, null=False)
    nonce = Bytea(default=None)


class TeamInvitation(Table, tablename='team_invitation'):
    """A code on the table by which whoever scans it joins the team, for a while."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    nonce = Bytea(default=None)
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)


class PilotSite(Table, tablename='pilot_site'):
    """A place where cafés may begin, and who introduced the team to it."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    organisation_id = ForeignKey(Organisation, null=True, default=None)
    name = Text(default='')
    introduced_by_id = ForeignKey(Person, null=True, default=None)
    introduced_words = Text(default='')
    made_by_id = ForeignKey(Person, null=True, default=None)
    made_at = Timestamptz(default=None)
    version = Integer(default=1)


class PilotSiteState(Table, tablename='pilot_site_state'):
    """How likely a site was since a day; the one that has not ended is now."""

    id = BigSerial(primary_key=True)
    site_id = ForeignKey(PilotSite, null=False)
    state = Text(default='possible')
    began_on = Date(default=None)
    note = Text(default='')
    by_person_id = ForeignKey(Person, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
