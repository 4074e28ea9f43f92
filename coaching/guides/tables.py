"""What teams read and were sent, and what readers say. The index to search in is made from the guides and has no class."""

from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, SmallInt, Text
from piccolo.table import Table

from coaching.kit.database import DB
from coaching.teams.tables import Team


class GuideRead(Table, tablename='guide_read', db=DB):
    """On a day somebody of a team opened a revision of a guide from the team's page; who it was is not known."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    slug = Text()
    revision = SmallInt()
    read_on = Date()


class GuideSent(Table, tablename='guide_sent', db=DB):
    """On a day a revision of a guide was sent to a team."""

    id = BigSerial(primary_key=True)
    team_id = ForeignKey(Team, null=False)
    slug = Text()
    revision = SmallInt()
    sent_on = Date()


class GuideFeedback(Table, tablename='guide_feedback', db=DB):
    """What somebody says of a guide: no name, no day, and an id that tells nothing of the order."""

    id = BigInt(primary_key=True)
    slug = Text()
    language = Text()
    revision = SmallInt()
    words = Text()
    month = Date()
