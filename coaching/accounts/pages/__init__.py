"""The pages of signing in, of one's own account, of invitations, of cards and of the set-up."""

from coaching.accounts.pages import cards, invitations, me, set_up, sign_in

ROUTES = [*sign_in.ROUTES, *me.ROUTES, *invitations.ROUTES, *cards.ROUTES, *set_up.ROUTES]
