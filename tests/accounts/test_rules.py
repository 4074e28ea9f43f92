"""When a letter opens, how long a browser stays signed in, and whom the network cannot lose."""

import dataclasses
import datetime

import pytest

from coaching.accounts import rules, secrets
from coaching.accounts.rules import NoInvitation, NoRole, NoSignIn, Verdict
from coaching.accounts.values import InvitationFacts, Presence, SignInRequestFacts
from coaching.kit.access import PUBLIC, Actor, Grant, How
from tests.conftest import NOW

MINUTE, HOUR, DAY = (datetime.timedelta(seconds=count) for count in (60, 3600, 86400))
ASKED = SignInRequestFacts(
    id=1, account_id=2, person_id=3, name='Dana', email='dana@example.org', language='en', browser_digest=b'phone', nonce=b'n',
    next_path='', tries=0, expires_at=NOW + 10 * MINUTE, used_at=None,
)  # fmt: skip
UNKNOWN = dataclasses.replace(ASKED, account_id=None)
HERE = Presence(sign_in_id=1, is_current=True, rotated_at=NOW, seen_at=NOW, idle_days=7, expires_at=NOW + 30 * DAY)
OFFER = InvitationFacts(
    id=1, person_id=2, name='Dana', language='en', email='dana@example.org', role='trainer', scope_kind='network', scope_id=None,
    nonce=b'n', invited_by='Ellen', invited_at=NOW, expires_at=NOW + 14 * DAY, accepted_at=None, revoked_at=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ('request_facts', 'minutes', 'reason'),
    [
        (ASKED, 9, None),
        (ASKED, 10, NoSignIn.USED_OR_OLD),
        (dataclasses.replace(ASKED, used_at=NOW), 1, NoSignIn.USED_OR_OLD),
        (UNKNOWN, 1, NoSignIn.USED_OR_OLD),
    ],
)
def test_a_link_opens_for_ten_minutes_and_once(request_facts: SignInRequestFacts, minutes: int, reason: NoSignIn | None):
    assert rules.why_not_use(request_facts, NOW + minutes * MINUTE) is reason


@pytest.mark.parametrize(
    ('request_facts', 'browser', 'is_right', 'minutes', 'reason'),
    [
        (ASKED, b'phone', True, 9, None),
        (ASKED, b'other', True, 1, NoSignIn.OTHER_BROWSER),
        (ASKED, b'phone', True, 10, NoSignIn.USED_OR_OLD),
        (dataclasses.replace(ASKED, used_at=NOW), b'phone', True, 1, NoSignIn.USED_OR_OLD),
        (ASKED, b'phone', False, 1, NoSignIn.WRONG_CODE),
        (dataclasses.replace(ASKED, tries=4), b'phone', True, 1, None),
        (dataclasses.replace(ASKED, tries=4), b'phone', False, 1, NoSignIn.TOO_MANY_TRIES),
        (dataclasses.replace(ASKED, tries=5), b'phone', True, 1, NoSignIn.TOO_MANY_TRIES),
        (UNKNOWN, b'phone', True, 1, NoSignIn.WRONG_CODE),
        (UNKNOWN, b'phone', False, 1, NoSignIn.WRONG_CODE),
        (dataclasses.replace(UNKNOWN, tries=4), b'phone', True, 1, NoSignIn.TOO_MANY_TRIES),
    ],
)
def test_a_code_opens_only_in_the_browser_that_asked(
    request_facts: SignInRequestFacts, browser: bytes, is_right: bool, minutes: int, reason: NoSignIn | None
):
    assert rules.why_not_use_code(request_facts, browser, is_right, NOW + minutes * MINUTE) is reason


def test_a_code_is_read_however_it_was_typed_and_is_another_for_each_letter():
    code = secrets.code(7, b'nonce')
    assert len(code) == 6
    assert secrets.is_code(f' {code[:3].lower()}-{code[3:]} ', 7, b'nonce') is True
    others = (secrets.code(8, b'nonce'), secrets.code(7, b'other'), '', code[:5])
    assert [secrets.is_code(typed, 7, b'nonce') for typed in others] == [False] * 4


@pytest.mark.parametrize(
    ('path', 'is_ours'),
    [
        ('/train', True), ('/train?day=1#now', True), ('', False), ('train', False), ('//evil.example', False), ('/\\evil.example', False),
        ('https://evil.example', False), ('/a\nb', False), ('/\t/evil.example', False), ('/' + 'a' * 500, False), ('/a\\b', False),
        ('/a b', False), ('/\u00a0', False),
    ],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_elsewhere(path: str, is_ours: bool):
    assert rules.is_our_path(path) is is_ours


@pytest.mark.parametrize(
    ('here', 'later', 'verdict'),
    [
        (HERE, MINUTE, Verdict.GOOD),
        (HERE, 5 * MINUTE, Verdict.SEEN),
        (HERE, 4 * HOUR, Verdict.ROTATE),
        (HERE, 7 * DAY, Verdict.TOO_OLD),
        (dataclasses.replace(HERE, seen_at=NOW + 29 * DAY), 30 * DAY, Verdict.TOO_OLD),
        (dataclasses.replace(HERE, idle_days=14), 7 * DAY, Verdict.ROTATE),
        (dataclasses.replace(HERE, is_current=False), MINUTE, Verdict.GOOD),
        (dataclasses.replace(HERE, is_current=False), MINUTE + datetime.timedelta(seconds=1), Verdict.COPIED),
    ],
)
def test_a_browser_stays_signed_in_within_its_limits(here: Presence, later: datetime.timedelta, verdict: Verdict):
    assert rules.verdict(here, NOW + later) is verdict


def test_whoever_has_a_role_signs_in_anew_sooner():
    assert [(limits.idle.days, limits.absolute.days) for limits in map(rules.limits_for, (False, True))] == [(14, 90), (7, 30)]


@pytest.mark.parametrize(
    ('agent', 'words'),
    [
        ('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1', 'Safari, iPhone'),
        ('Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36', 'Chrome, Android'),
        ('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0', 'Edge, Windows'),
        ('Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox, Linux'),
        ('curl/8.5', ''),
        ('', ''),
    ],
)
def test_a_device_is_named_as_its_owner_would(agent: str, words: str):
    assert rules.device_words(agent) == words


@pytest.mark.parametrize(
    ('offer', 'days', 'reason'),
    [
        (OFFER, 13, None),
        (OFFER, 14, NoInvitation.TOO_OLD),
        (dataclasses.replace(OFFER, accepted_at=NOW), 1, NoInvitation.ACCEPTED),
        (dataclasses.replace(OFFER, revoked_at=NOW), 1, NoInvitation.REVOKED),
    ],
)
def test_an_offer_is_good_for_two_weeks_and_once(offer: InvitationFacts, days: int, reason: NoInvitation | None):
    assert rules.why_not_accept(offer, NOW + days * DAY) is reason


def test_a_role_is_not_offered_to_whoever_has_it():
    trainer = Grant('trainer', 'network', None)
    assert [rules.why_not_invite(trainer, held) for held in ([], [trainer])] == [None, NoRole.HELD_ALREADY]


@pytest.mark.parametrize(
    ('taken', 'there_are', 'is_last'), [([1], [1], True), ([1], [1, 2], False), ([1, 2], [1, 2], True), ([9], [1], False), ([1], [], False)]
)
def test_the_network_is_never_left_alone(taken: list[int], there_are: list[int], is_last: bool):
    assert rules.is_last_coordinator(taken, there_are) is is_last


def test_home_is_the_desk_last_used():
    both = (Grant('trainer', 'network', None), Grant('coordinator', 'place', 4))
    desks = ((both, ''), (both, 'trainer'), (both[:1], 'coach'))
    homes = [rules.home(Actor(How.ACCOUNT, grants=grants, desk=desk)) for grants, desk in desks]
    assert [*homes, rules.home(PUBLIC)] == ['/reports/funnel', '/train', '/train', '/me']
