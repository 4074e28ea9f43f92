"""That a coach set a team aside for some days, on the coach's own page."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

KINDS = kinds(
    {},
    reminder_set=('team', '', later('A coach asked to be reminded of this team later.')),
    reminder_ended=('team', '', later('A coach sees this team again among those that need somebody.')),
)
