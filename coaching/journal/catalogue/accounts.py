"""Who signed in, and who was given or lost a role."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'coordinator': later('coordinator'),
    'trainer': later('trainer'),
    'coach': later('coach'),
    'apprentice': later('apprentice coach'),
    'seasoned_host': later('seasoned host'),
    'lead': later('team lead'),
    'member': later('team member'),
    'team': later('team'),
    'network': later('the whole network'),
    'place': later('a place'),
    'offering': later('an offering'),
}

KINDS = kinds(
    WORDS,
    set_up=('network', '', later('The network was set up.')),
    account_opened=('account', 'person_id', later('An account was opened.')),
    account_closed=('account', '', later('The account was closed.')),
    address_changed=('account', '', later('The address to sign in with was changed.')),
    signed_in=('account', '', later('Signed in.')),
    signed_out=('account', '', later('Signed out.')),
    sign_ins_ended=('account', 'count', later('Sign-ins ended: %(count)s.')),
    card_printed=('account', '', later('A card to sign in with was printed.')),
    card_revoked=('account', '', later('The card to sign in with was taken back.')),
    role_invited=('invitation', 'person_id role scope_kind scope_id', later('Invited as %(role)s for %(scope_kind)s.')),
    invitation_accepted=('invitation', 'person_id role scope_kind scope_id', later('Accepted to be %(role)s for %(scope_kind)s.')),
    invitation_revoked=('invitation', 'person_id role scope_kind scope_id', later('The invitation as %(role)s was taken back.')),
    role_given=('account', 'role scope_kind scope_id', later('Became %(role)s for %(scope_kind)s.')),
    role_taken=('account', 'role scope_kind scope_id', later('Is no longer %(role)s for %(scope_kind)s.')),
)
