"""What coaches, teams and coordinators write."""

from coaching.coaches.forms.log import STEPS, Line, TalkForm, known
from coaching.coaches.forms.team import Answer, More, Plan, PlanForm, Step, Why, WithReview, Words, Yes

__all__ = ['STEPS', 'Answer', 'Line', 'More', 'Plan', 'PlanForm', 'Step', 'TalkForm', 'Why', 'WithReview', 'Words', 'Yes', 'known']
