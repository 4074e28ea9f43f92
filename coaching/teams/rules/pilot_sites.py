"""Places where cafés may begin: possible, likely, a pilot, established, or not now."""

from __future__ import annotations

from coaching.kit.refusal import Reason
from coaching.kit.words import Later, later
from coaching.teams.values import SiteFacts, SiteState

SITE_STATES: dict[SiteState, Later] = {
    SiteState.POSSIBLE: later('Possible'),
    SiteState.LIKELY: later('Likely'),
    SiteState.PILOT: later('We try it there'),
    SiteState.ESTABLISHED: later('Cafés are at home there'),
    SiteState.NOT_NOW: later('Not now'),
}


class NoSite(Reason):
    """Why a place cannot be written down or changed."""

    GONE = 'This place is not here.'
    NAME_IS_MISSING = 'Write the name of the place.'
    THE_SAME = 'It stands so already.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Look at it again.'


def why_not_name(name: str) -> NoSite | None:
    """A place has a name."""
    return None if name.strip() else NoSite.NAME_IS_MISSING


def why_not_change(site: SiteFacts | None, *, version: int, name: str) -> NoSite | None:
    """Of two who write, the second is told."""
    if site is None:
        return NoSite.GONE
    return NoSite.CHANGED_MEANWHILE if site.version != version else why_not_name(name)


def why_not_stand(site: SiteFacts | None, then: SiteState) -> NoSite | None:
    """Any state may follow any other: what did not work out may be tried again."""
    if site is None:
        return NoSite.GONE
    return NoSite.THE_SAME if site.state is then else None
