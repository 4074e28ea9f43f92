"""What may be done with places and organisations."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.refusal import Reason
from coaching.teams.values import OrganisationFacts, PlaceFacts


class NoPlace(Reason):
    """Why a place stays as it is."""

    GONE = 'This place was closed.'
    PARENT_GONE = 'The place above it was closed.'
    BELOW_ITSELF = 'A place cannot lie inside itself.'
    NAME_TAKEN = 'There is a place with this name here already.'
    HAS_PLACES = 'There are places inside this one. Move or close them first.'


class NoOrganisation(Reason):
    """Why an organisation stays as it is."""

    GONE = 'This one was merged with another. Look at that one.'
    CHANGED_MEANWHILE = 'Somebody else changed this a moment ago. Look at it again, then save.'
    NAME_TAKEN = 'There is one with this name in this place already. If it is the same, merge the two.'
    SAME_RECORD = 'This is one record already.'
    ABOVE_ITSELF = 'A group cannot belong to itself.'


def why_not_move(place: PlaceFacts, parent: PlaceFacts | None, below: Collection[int]) -> NoPlace | None:
    """`below` are the place itself and all that lie inside it; `parent` None is the top."""
    if place.closed_at:
        return NoPlace.GONE
    if parent is not None and parent.closed_at:
        return NoPlace.PARENT_GONE
    if parent is not None and parent.id in below:
        return NoPlace.BELOW_ITSELF
    return None


def why_not_close(place: PlaceFacts, open_below: Collection[int]) -> NoPlace | None:
    """`open_below` are the open places inside it, without itself."""
    if place.closed_at:
        return NoPlace.GONE
    return NoPlace.HAS_PLACES if open_below else None


def why_not_merge(kept: OrganisationFacts, merged: OrganisationFacts) -> NoOrganisation | None:
    """Whether two records may become one organisation."""
    if kept.id == merged.id:
        return NoOrganisation.SAME_RECORD
    return NoOrganisation.GONE if kept.merged_into_id or merged.merged_into_id else None
