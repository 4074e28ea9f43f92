"""What coaches, teams and coordinators write."""

from coaching.coaches.forms.log import Line, TalkForm, known
from coaching.coaches.forms.team import Answer, Plan, PlanForm, Step, Why, WithReview, Words

__all__ = ['Answer', 'Line', 'Plan', 'PlanForm', 'Step', 'TalkForm', 'Why', 'WithReview', 'Words', 'known']
