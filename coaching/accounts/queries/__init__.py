"""Every read of the network, of accounts, sign-ins, roles and invitations."""

from coaching.accounts.queries.presence import actor_for, presence, stands
from coaching.accounts.queries.roles import account, account_of, grant, grants_of, held, invitation, invitations, staff
from coaching.accounts.queries.signing import network, network_day, set_up_nonce, sign_in_request, sign_ins

__all__ = [
    'account',
    'account_of',
    'actor_for',
    'grant',
    'grants_of',
    'held',
    'invitation',
    'invitations',
    'network',
    'network_day',
    'presence',
    'set_up_nonce',
    'sign_in_request',
    'sign_ins',
    'staff',
    'stands',
]
