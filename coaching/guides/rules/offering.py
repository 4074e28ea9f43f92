"""The right guide at the right step: by step, model, language, and what the team has read already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coaching.guides.values import Offer, OnShelf, Why
from coaching.kit.refusal import Reason

ORDER = tuple(Why)


class NoSending(Reason):
    """Why a guide is not sent."""

    NOBODY = 'Nobody in this team has an email address. Show them the guide, or print it.'
    TODAY = 'The team got this guide by email today.'


def offers(shelf: Iterable[OnShelf], *, step: str, model: str, read: Mapping[str, int]) -> tuple[Offer, ...]:
    """The guides about this step for this model: unread ones first, those revised since, those in English only, those that were read.

    `step` is named as 'community-cafe:5'; `read` has the newest revision that the team has read of each guide. Otherwise they stand as on
    the shelf.
    """
    found = [Offer(one.slug, one.revision, _why(one, read.get(one.slug))) for one in shelf if step in one.steps and model in one.models]
    return tuple(sorted(found, key=lambda offer: ORDER.index(offer.why)))


def _why(one: OnShelf, read: int | None) -> Why:
    if read is not None:
        return Why.READ if read >= one.revision else Why.REVISED
    return Why.NEW if one.is_translated else Why.IN_ENGLISH


def why_not_send(addresses: int, *, was_sent_today: bool) -> Reason | None:
    """A guide goes to a team once a day, and only where somebody can be written to."""
    if not addresses:
        return NoSending.NOBODY
    return NoSending.TODAY if was_sent_today else None
