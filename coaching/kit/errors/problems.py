"""What to say of each thing that can go wrong, and the way on from there."""

from __future__ import annotations

import dataclasses
from urllib.parse import quote

import asyncpg
from litestar.exceptions import HTTPException

from coaching.kit.absence import is_database_away
from coaching.kit.limits import TooMany, TooMuch
from coaching.kit.refusal import Refused
from coaching.kit.words import Later, _, later, n_

AWAY_SECONDS = 30


@dataclasses.dataclass(frozen=True, slots=True)
class WayOn:
    """The link under the sentence."""

    url: str
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong, as it is told: `reason` is the name of a rule's reason, for programs."""

    code: int
    title: str
    sentence: str
    way_on: WayOn
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    reason: str = ''


class NotOurPage(HTTPException):
    """A form that came from another site."""

    status_code = 403


class WrongHost(HTTPException):
    """A request under a name that this installation does not have."""

    status_code = 400


SAID: dict[int, tuple[Later, Later]] = {
    400: (
        later('We could not read that'),
        later('Something in the address or the form was not what we expect. Go back and try it once more.'),
    ),
    401: (later('Sign in to go on'), later('You are not signed in, or you were signed out in the meantime.')),
    403: (later('This page is for someone else'), later('Your sign-in does not open this page. If it should, ask your coordinator.')),
    404: (later('We could not find that page'), later('The address may be old, or a letter in it may be missing.')),
    405: (later('That cannot be done here'), later('The page is there, but not for what was asked of it.')),
    408: (later('That took too long to reach us'), later('The connection may be weak right now. Go back and try it once more.')),
    409: (later('That cannot be done now'), later('Nothing was changed.')),
    413: (later('That is more than we can take'), later('A page without a file may send 1 MB.')),
    422: (later('Something is missing'), later('Go back and look over what you filled in.')),
    429: (later('A short break first'), later('That was tried many times in a short while.')),
    431: (later('That address is too long for us'), later('Go to the first page and find your way from there.')),
    500: (later('Something went wrong on our side'), later('It was not you. We wrote it down and will look into it.')),
    503: (later('We will be right back'), later('We cannot reach our records for a moment. Wait a minute, then try again.')),
}
SPECIAL: dict[type[Exception], tuple[Later, Later]] = {
    NotOurPage: (
        later('This came from another site'),
        later('To keep you safe, we only take what is sent from our own pages. Open the page here and try again.'),
    ),
    WrongHost: (
        later('This site has another address'),
        later('Check the address you typed. Whoever runs this site sets its name as COACHING_BASE_URL.'),
    ),
}


def problem_of(error: Exception, back_to: str, *, form: bool) -> Problem:
    """The problem in the language that is spoken; `back_to` is the page that was asked for or, for a form, the page it stood on."""
    code = _code_of(error)
    title, sentence = (str(said) for said in SPECIAL.get(type(error)) or SAID.get(code) or SAID[500 if code >= 500 else 400])
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    reason = ''
    if isinstance(error, Refused):
        title, reason = _(error.reason.value, **{name: str(fact) for name, fact in error.facts.items()}), error.reason.name
    elif isinstance(error, TooMuch) and error.megabytes:
        sentence = _(
            'A file may have %(n)s MB here. We did not keep what you typed. The page before may still have it: choose a smaller one there.',
            n=error.megabytes,
        )
    elif isinstance(error, TooMany):
        headers['Retry-After'] = str(error.seconds)
        minutes = max(1, round(error.seconds / 60))
        sentence += ' ' + n_('You can try again in one minute.', 'You can try again in %(n)s minutes.', minutes)
    elif code == 503:
        headers['Retry-After'] = str(AWAY_SECONDS)
    return Problem(code, title, sentence, _way_on(error, code, back_to, form=form), headers, reason)


def _way_on(error: Exception, code: int, back_to: str, *, form: bool) -> WayOn:
    if code == 401:
        return WayOn(f'/sign-in?next={quote(back_to)}', _('Sign in'))
    if form and back_to != '/' and not isinstance(error, NotOurPage):
        return WayOn(back_to, _('Go back'))
    return WayOn('/', _('Go to the first page'))


def _code_of(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, Refused):
        return 409
    if isinstance(error, TooMany):
        return 429
    if is_database_away(error):
        return 503
    if isinstance(error, asyncpg.DataError) and 'out of int' in str(error):
        return 404  # a number in an address that is larger than any row can have
    return 500
