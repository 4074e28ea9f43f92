"""The network, accounts, sign-ins, roles and invitations. Constraints stand in the migrations."""

from piccolo.columns import JSONB, Array, BigInt, BigSerial, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from coaching.people.tables import Person


class Network(Table, tablename='network'):
    """The one network of this installation: its name, zone, languages (the main one first) and its help line in each."""

    id = BigInt(primary_key=True)
    name = Text(default='')
    zone = Text(default='America/Chicago')
    languages = Array(base_column=Text(), default=['en', 'es'])
    help_lines = JSONB(default='{}')
    set_up_nonce = Bytea(default=None)
    set_up_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class Account(Table, tablename='account'):
    """The right of a person to sign in, with an address or with a card."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    email = Text(null=True, default=None)
    last_desk = Text(default='')
    made_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)


class SignInRequest(Table, tablename='sign_in_request'):
    """One asked-for letter with a link and a code; ten minutes, once."""

    id = BigSerial(primary_key=True)
    account_id = ForeignKey(Account, null=True, default=None)
    browser_digest = Bytea(default=None)
    nonce = Bytea(default=None)
    next_path = Text(default='')
    tries = SmallInt(default=0)
    asked_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    used_at = Timestamptz(null=True, default=None)


class SignIn(Table, tablename='sign_in'):
    """A browser that is signed in; only the token's digest is kept."""

    id = BigSerial(primary_key=True)
    account_id = ForeignKey(Account, null=False)
    token_digest = Bytea(default=None)
    previous_digest = Bytea(null=True, default=None)
    rotated_at = Timestamptz(default=None)
    device = Text(default='')
    began_at = Timestamptz(default=None)
    seen_at = Timestamptz(default=None)
    idle_days = SmallInt(default=None)
    expires_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_why = Text(default='')


class RoleGrant(Table, tablename='role_grant'):
    """A role within a scope, dated."""

    id = BigSerial(primary_key=True)
    account_id = ForeignKey(Account, null=False)
    role = Text(default='')
    scope_kind = Text(default='')
    scope_id = BigInt(null=True, default=None)
    granted_by_id = ForeignKey(Person, null=True, default=None)
    began_at = Timestamptz(default=None)
    from_at = Timestamptz(null=True, default=None)
    until_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by_id = ForeignKey(Person, null=True, default=None)


class Invitation(Table, tablename='invitation'):
    """A letter that offers a role."""

    id = BigSerial(primary_key=True)
    person_id = ForeignKey(Person, null=False)
    email = Text(default='')
    role = Text(default='')
    scope_kind = Text(default='')
    scope_id = BigInt(null=True, default=None)
    nonce = Bytea(default=None)
    invited_by_id = ForeignKey(Person, null=True, default=None)
    invited_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    accepted_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)


class SignInCard(Table, tablename='sign_in_card'):
    """A printed code that signs in whoever has no address; one of an account is good at a time."""

    id = BigSerial(primary_key=True)
    account_id = ForeignKey(Account, null=False)
    nonce = Bytea(default=None)
    printed_at = Timestamptz(default=None)
    printed_by_id = ForeignKey(Person, null=True, default=None)
    expires_at = Timestamptz(default=None)
    revoked_at = Timestamptz(null=True, default=None)
