"""What is chosen and written on the pages of a cohort."""

from __future__ import annotations

from collections.abc import Sequence

from coaching.kit.forms import Form, LongTextField, ManyField, TextField
from coaching.kit.words import later


class Together(Form):
    """The teams with which a coach talked at once."""

    team_ids = ManyField(later('With which teams did you talk?'), coerce=int, missing=later('Choose the teams with which you talked'))

    def offer(self, teams: Sequence[tuple[int, str]]) -> Together:
        """Offer the teams that they coach."""
        self.team_ids.choices = list(teams)
        return self


class Letter(Form):
    """A letter to the people of all teams."""

    subject = TextField(later('Subject'), missing=later('Write what the email is about'), limit=150)
    body = LongTextField(
        later('Your email'), missing=later('Write the email'), limit=8000, hint=later('Write plainly. **Bold** and lists work.')
    )
    nonce = TextField('nonce', optional=True, limit=64)
