"""Places, organisations and who belongs to them. Constraints stand in the migrations."""

from piccolo.columns import BigSerial, Boolean, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person


class Place(Table, tablename='place'):
    """A node in the tree of places that scopes roles and reports."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    folded_name = Text(default='')
    parent_id = ForeignKey('self', null=True, default=None)
    made_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)


class Organisation(Table, tablename='organisation'):
    """A school, agency or group that people belong to."""

    id = BigSerial(primary_key=True)
    name = Text(default='')
    folded_name = Text(default='')
    kind = Text(default='other')
    sector = Text(default='')
    is_funder = Boolean(default=False)
    place_id = ForeignKey(Place, null=True, default=None)
    parent_id = ForeignKey('self', null=True, default=None)
    made_at = Timestamptz(default=None)
    merged_into_id = ForeignKey('self', null=True, default=None)
    version = Integer(default=1)


class Membership(Table, tablename='membership'):
    """A person in an organisation, dated."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    organisation_id = ForeignKey(Organisation, null=False)
    title = Text(default='')
    began_on = Date(default=None)
    ended_on = Date(null=True, default=None)
