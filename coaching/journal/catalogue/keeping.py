"""What was done so that nothing is lost and nothing is kept too long."""

from coaching.journal.catalogue.letters import EVERY_LETTER
from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'access_needs': later('access needs'),
    'letters': later('old emails'),
    'kept_letters': later('old emails kept as files'),
    'persons': later('people not seen for long'),
    'sign_ins': later('old sign-ins'),
    'sign_in_letters': later('emails to sign in with'),
    'names_in_reports': later('unknown names in reports'),
    'mergings': later('old mergings'),
    'files': later('lists that waited'),
    'words_of_coaches': later('what coaches wrote for coaches alone'),
    'tries': later('old counts of tries'),
}

KINDS = kinds(
    WORDS,
    backup_made=('network', 'tables rows', later('A backup was made. Tables: %(tables)s. Rows: %(rows)s.')),
    restored=('network', 'held erased', later('A backup was brought back. Emails that wait: %(held)s. People deleted again: %(erased)s.')),
    retention_ran=('network', 'counts', later('Deleted because its time was up: %(counts)s.')),
) | kinds(
    EVERY_LETTER,
    letters_released=('network', 'letters count', later('Emails that waited were let go: %(letters)s (%(count)s).')),
    held_letters_cancelled=('network', 'letters count', later('Emails that waited will not be sent: %(letters)s (%(count)s).')),
)
