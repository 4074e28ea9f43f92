"""What other domains learn of coaches, their talks and their calendars."""

from coaching.coaches.values.agreeing import HelpThread, HelpWord, OpenHelp, PlanFacts
from coaching.coaches.values.assigning import AssignmentFacts, Beside, CoverFacts, Load, Stand, Steps, Waiting, Watch
from coaching.coaches.values.talks import Addendum, AnyTalk, Given, LastTalk, Logged, NewStep, NextTalk, PastTalk, Talk

__all__ = [
    'Addendum',
    'AnyTalk',
    'AssignmentFacts',
    'Beside',
    'CoverFacts',
    'Given',
    'HelpThread',
    'HelpWord',
    'LastTalk',
    'Load',
    'Logged',
    'NewStep',
    'NextTalk',
    'OpenHelp',
    'PastTalk',
    'PlanFacts',
    'Stand',
    'Steps',
    'Talk',
    'Waiting',
    'Watch',
]
