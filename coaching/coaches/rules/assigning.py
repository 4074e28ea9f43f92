"""Who may stand beside a team, as what, and until when. CO1 to CO3 are those of the domain's chapter 2.6."""

from __future__ import annotations

from coaching.kit.refusal import Reason


class NoAssignment(Reason):
    """Why somebody cannot stand beside a team so."""

    BOTH_BESIDE_IT = 'Both stand beside the same team. End one of the two first.'
