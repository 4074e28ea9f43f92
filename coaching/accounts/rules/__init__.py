"""The rules of signing in, of staying signed in, and of roles."""

from coaching.accounts.rules.devices import device_words
from coaching.accounts.rules.roles import (
    INVITATION_LASTS,
    NoInvitation,
    NoRole,
    desks,
    home,
    is_last_coordinator,
    why_not_accept,
    why_not_invite,
)
from coaching.accounts.rules.signing_in import LASTS, TRIES, NoSetUp, NoSignIn, is_our_path, why_not_use, why_not_use_code
from coaching.accounts.rules.staying import EVERYONE, STAFF, Limits, Verdict, limits_for, verdict

__all__ = [
    'EVERYONE',
    'INVITATION_LASTS',
    'LASTS',
    'STAFF',
    'TRIES',
    'Limits',
    'NoInvitation',
    'NoRole',
    'NoSetUp',
    'NoSignIn',
    'Verdict',
    'desks',
    'device_words',
    'home',
    'is_last_coordinator',
    'is_our_path',
    'limits_for',
    'verdict',
    'why_not_accept',
    'why_not_invite',
    'why_not_use',
    'why_not_use_code',
]
