"""Everything that changes accounts, sign-ins and roles, and who asks."""

from coaching.accounts.commands.inviting import accept, invite, revoke
from coaching.accounts.commands.presence import load_actor
from coaching.accounts.commands.roles import change_address, choose_desk, close_account, open_account, take_role
from coaching.accounts.commands.setting_up import change_network, set_up, set_up_link
from coaching.accounts.commands.signing_in import ask, begin_sign_in, link_for, use_code, use_link
from coaching.accounts.commands.signing_out import end_all, end_sign_in, sign_out

__all__ = [
    'accept',
    'ask',
    'begin_sign_in',
    'change_address',
    'change_network',
    'choose_desk',
    'close_account',
    'end_all',
    'end_sign_in',
    'invite',
    'link_for',
    'load_actor',
    'open_account',
    'revoke',
    'set_up',
    'set_up_link',
    'sign_out',
    'take_role',
    'use_code',
    'use_link',
]
