"""What happened on a team's way. Constraints and the order of facts stand in the migration."""

from piccolo.columns import JSONB, BigSerial, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.coaches.tables import Contact
from coaching.funnel.tables import Session
from coaching.people.tables import Person
from coaching.teams.tables import Meeting, Team


class Journey(Table, tablename='journey'):
    """A team's walk by one version of a path; the one that has not ended is now."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    path_key = Text(default='')
    path_version = SmallInt(default=1)
    began_on = Date(default=None)
    made_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class StepFact(Table, tablename='step_fact'):
    """One thing that happened to a step; written once, never changed."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    step = SmallInt(default=1)
    number = Integer(default=1)
    did = Text(default='entered')
    happened_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)


class StepWhy(Table, tablename='step_why'):
    """The reason of such a fact, in somebody's words, which can be taken away."""

    id = BigSerial(primary_key=True)
    fact_id = ForeignKey(StepFact, null=False)
    words = Text(default='')


class PurposeMark(Table, tablename='purpose_mark'):
    """How far a purpose is, as the team or its coach sees it; the highest number stands."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    code = Text(default='')
    side = Text(default='team')
    number = Integer(default=1)
    mark = SmallInt(default=0)
    is_excepted = Boolean(default=False)
    why = Text(default='')
    happened_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)


class EvidenceFile(Table, tablename='evidence_file'):
    """A photo or a file that shows something, without what it told of its maker."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    media_type = Text(default='')
    size = Integer(default=1)
    content = Bytea(default=b'')
    added_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)


class Evidence(Table, tablename='evidence'):
    """A dated fact that shows a step or one of its purposes."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    step = SmallInt(default=1)
    code = Text(null=True, default=None)
    happened_on = Date(default=None)
    words = Text(default='')
    url = Text(default='')
    session_id = ForeignKey(Session, null=True, default=None)
    recorded_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    removed_by_id = ForeignKey(Person, null=True, default=None)
    file_id = ForeignKey(EvidenceFile, null=True, default=None)
    contact_id = ForeignKey(Contact, null=True, default=None)
    meeting_id = ForeignKey(Meeting, null=True, default=None)
    added_once = Bytea(null=True, default=None)


class BoldStep(Table, tablename='bold_step'):
    """What the team does next, who, and by when; one at a time."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    what = Text(default='')
    who = Text(default='')
    due_on = Date(null=True, default=None)
    made_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    ended_on = Date(null=True, default=None)
    is_done = Boolean(null=True, default=None)
    version = Integer(default=1)


class Reflection(Table, tablename='reflection'):
    """That somebody wrote for themselves, and when; what it was never comes here."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    person_id = ForeignKey(Person, null=False)
    written_on = Date(default=None)


class StepNote(Table, tablename='step_note'):
    """What a team noted on a question of a step; the highest number stands, and those before it are kept."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    step = SmallInt(default=1)
    question = SmallInt(default=1)
    number = Integer(default=1)
    words = Text(default='')
    written_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)


class SharedAnswer(Table, tablename='shared_answer'):
    """One answer to a private question that whoever wrote it chose to share; taken back, it is gone."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    person_id = ForeignKey(Person, null=False)
    step = SmallInt(default=1)
    question = SmallInt(default=1)
    words = Text(default='')
    shared_at = Timestamptz(default=None)


class Resource(Table, tablename='resource'):
    """A strength, a thing that can be used, or what somebody said they will do."""

    id = BigSerial(primary_key=True)
    journey_id = ForeignKey(Journey, null=False)
    kind = Text(default='strength')
    words = Text(default='')
    added_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    removed_by_id = ForeignKey(Person, null=True, default=None)
    added_once = Bytea(null=True, default=None)


class JourneyMove(Table, tablename='journey_move'):
    """From one version of a path to another: which step and which purpose became which."""

    id = BigSerial(primary_key=True)
    from_journey_id = ForeignKey(Journey, null=False)
    to_journey_id = ForeignKey(Journey, null=False)
    steps = JSONB(default='{}')
    codes = JSONB(default='{}')
    moved_at = Timestamptz(default=None)
    by_person_id = ForeignKey(Person, null=True, default=None)
