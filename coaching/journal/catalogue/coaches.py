"""Who stands beside a team, what was logged, planned and asked; never a word of it."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'lead': later('coach'),
    'co_coach': later('co-coach'),
    'apprentice': later('apprentice coach'),
    'seasoned_host': later('seasoned host'),
    'team': later('team'),
    'coach': later('coach'),
}

KINDS = kinds(
    WORDS,
    coach_assigned=('team', 'person_id role', later('Somebody came to stand beside the team as %(role)s.')),
    coach_ended=('team', 'person_id role', later('Somebody no longer stands beside the team as %(role)s.')),
    cover_began=('person', 'by_id', later('Somebody stands in while this coach is away.')),
    cover_ended=('person', 'by_id', later('Nobody stands in for this coach any more.')),
    coach_changed=('person', '', later('Said how many teams this coach can take, and which.')),
    talk_logged=('team', 'contact_id how', later('Wrote down a talk.')),
    talk_changed=('team', 'contact_id', later('Changed what was written down of a talk.')),
    talk_added_to=('team', 'contact_id', later('Added a line to what was written down of a talk.')),
    talk_taken_back=('team', 'contact_id', later('Took back that there was a talk.')),
    talk_planned=('team', 'appointment_id', later('Planned a talk.')),
    talk_moved=('team', 'appointment_id', later('Moved a talk.')),
    talk_cancelled=('team', 'appointment_id', later('Took a talk off.')),
    feed_renewed=('person', '', later('Made a new address for the calendar of talks.')),
    help_asked=('team', 'request_id', later('Asked for help.')),
    help_answered=('team', 'request_id', later('Answered a call for help.')),
    help_passed_on=('team', 'request_id hosts', later('A call for help went to a seasoned host, too.')),
    help_closed=('team', 'request_id', later('Said that a call for help is settled.')),
    help_reopened=('team', 'request_id', later('Said that a call for help is not settled.')),
    plan_written=('team', 'number', later('Wrote version %(number)s of the plan.')),
    plan_agreed=('team', 'number side', later('Said yes to version %(number)s of the plan, for the %(side)s.')),
    may_be_called=('person', 'agreed', later('Said whether teams that wait for help may call.')),
)
