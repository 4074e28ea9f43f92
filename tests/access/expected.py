"""Who gets in where: one line for every route and method of the product. A route without a line fails, and a line without a route.

The columns are the roles of `world.ROLES`; what is asked for is always something near: of the trainer's offering, in the place of the
place coordinator. What is somebody else's is then asked for by `test_routes`, which expects that it is not there.
"""

from __future__ import annotations

from tests.access.world import ROLES, TEAM_ROLES

IN, SIGN_IN, NO, GONE = 'in', 'sign in', 'no', 'not there'

Access = dict[str, str]


OFFICES = tuple(role for role in ROLES if role not in TEAM_ROLES)


def _access(*outcomes: str, teams: tuple[str, ...] = ()) -> Access:
    """The columns of `OFFICES`, then of `TEAM_ROLES`; to most pages a role with one team opens no more than no role at all."""
    known = dict(zip(OFFICES, outcomes, strict=True))
    return known | dict(zip(TEAM_ROLES, teams or [known['no role']] * len(TEAM_ROLES), strict=True))


# the public, no role, other trainer, trainer, network trainer, other place coordinator, place coordinator, coordinator
ANYBODY = _access(IN, IN, IN, IN, IN, IN, IN, IN)
BEARER = _access(IN, IN, IN, IN, IN, IN, IN, IN)
SIGNED_IN = _access(SIGN_IN, IN, IN, IN, IN, IN, IN, IN)
DESK = _access(SIGN_IN, NO, IN, IN, IN, IN, IN, IN)
ROOM = _access(SIGN_IN, NO, GONE, IN, IN, GONE, GONE, IN)
TRAINERS = _access(SIGN_IN, NO, IN, IN, IN, GONE, GONE, IN)
READY = _access(SIGN_IN, NO, IN, IN, IN, GONE, IN, IN)
SET_UP = _access(SIGN_IN, NO, NO, NO, NO, IN, IN, IN)
PLACE = _access(SIGN_IN, NO, NO, NO, NO, GONE, IN, IN)
NETWORK = _access(SIGN_IN, NO, NO, NO, NO, GONE, GONE, IN)
# a team's own pages: what is not one's own team is not there; another member, a member, its coach
VERSION = _access(SIGN_IN, GONE, GONE, GONE, GONE, GONE, IN, IN, teams=(GONE, GONE, IN))
TEAM = _access(SIGN_IN, *[GONE] * 7, teams=(GONE, IN, IN))

# a coach's own pages about a team that is coached, and those about no team
COACHED = _access(SIGN_IN, *[NO] * 7, teams=(NO, NO, IN))
# the same where words of a team that one coached until just now are given back
COACHED_ONCE = _access(SIGN_IN, *[GONE] * 7, teams=(GONE, GONE, IN))
MINUTES = _access(SIGN_IN, NO, NO, NO, NO, IN, IN, IN, teams=(NO, NO, IN))
# a cohort: who coaches one of its teams or looks after its place, and who keeps it
COHORT = _access(SIGN_IN, NO, NO, NO, NO, GONE, IN, IN, teams=(NO, NO, IN))
COHORT_KEPT = _access(SIGN_IN, NO, NO, NO, NO, GONE, IN, IN, teams=(NO, NO, GONE))

# what somebody of a team answers alone, and its coach does not; the network's own check, for whoever looks after all of it
ALONE = _access(SIGN_IN, *[GONE] * 7, teams=(GONE, IN, GONE))
OWN_CHECK = _access(SIGN_IN, *[GONE] * 6, IN)

ROUTES: dict[str, Access] = {}


def _lines(access: Access, *routes: str) -> None:
    for route in routes:
        methods, path = route.split(' ')
        ROUTES.update({f'{method} {path}': access for method in methods.split('|')})


_lines(
    ANYBODY,
    'GET /', 'GET /accessibility', 'GET /guides', 'GET /guides/{slug}', 'GET /guides/{slug}/print',
    'GET /guides/search', 'POST /guides/{slug}/feedback', 'GET /healthz',
    'GET /help', 'GET|POST /my', 'GET /my/sent', 'GET /offerings/{slug}/calendar.ics',
    'GET /privacy', 'GET /readyz', 'GET /sessions', 'GET /sessions/{session_id}', 'GET|POST /sessions/{session_id}/sign-up',
    'GET /sessions/{session_id}/signed-up', 'GET|POST /sign-in', 'GET|POST /sign-in/code', 'POST /sign-out', 'GET|POST /start',
    'GET /start/asked', 'GET /static/{name}',
)  # fmt: skip
_lines(
    BEARER,
    'GET|POST /cards/{token}', 'GET|POST /team-join/{token}', 'GET|POST /team-meeting/{token}',
    'GET|POST /invitations/{token}', 'GET|POST /join/{token}', 'GET|POST /letters/stop/{token}', 'POST /letters/stop/{token}/all',
    'POST /letters/stop/{token}/undo', 'GET|POST /my/{token}', 'POST /my/{token}/copy', 'GET|POST /my/{token}/erase',
    'GET /my/{token}/held', 'POST /my/{token}/letters', 'POST /my/{token}/letters/resume', 'POST /my/{token}/letters/stop',
    'GET|POST /my/{token}/next/{session_id}', 'GET|POST /set-up/{token}', 'GET|POST /sign-in/link/{token}', 'GET /sign-ups/{token}',
    'POST /sign-ups/{token}/address', 'GET|POST /sign-ups/{token}/answers', 'GET /sign-ups/{token}/calendar.ics',
    'POST /sign-ups/{token}/cancellation', 'POST /sign-ups/{token}/cancellation/undo', 'GET /sign-ups/{token}/google',
    'GET /sign-ups/{token}/move', 'POST /sign-ups/{token}/move/{session_id}', 'POST /sign-ups/{token}/needs',
    'POST /sign-ups/{token}/offer', 'GET|POST /sign-ups/{token}/pulse',
)  # fmt: skip
_lines(
    SIGNED_IN,
    'POST /desk', 'GET|POST /me', 'POST /me/address', 'POST /me/copy', 'GET|POST /me/erase', 'GET /me/held', 'POST /me/language',
    'POST /me/letters', 'POST /me/letters/resume', 'POST /me/letters/stop', 'POST /me/sign-ins/end', 'POST /me/sign-ins/{sign_in_id}/end',
    'GET /team',
)  # fmt: skip
_lines(
    DESK,
    'GET /reports', 'GET /reports/funnel', 'GET /reports/funnel.csv', 'GET /reports/funnel.svg', 'GET /reports/organisations',
    'GET /train', 'GET /train/sessions', 'GET /train/ready/{slug}', 'POST /train/ready/{slug}/invitations',
)  # fmt: skip
_lines(
    ROOM,
    'GET /train/sessions/{session_id}', 'GET|POST /train/sessions/{session_id}/add', 'GET|POST /train/sessions/{session_id}/date',
    'GET|POST /train/sessions/{session_id}/date/cancellation', 'GET|POST /train/sessions/{session_id}/date/move',
    'GET|POST /train/sessions/{session_id}/date/return', 'GET|POST /train/sessions/{session_id}/date/skip',
    'GET|POST /train/sessions/{session_id}/finish', 'POST /train/sessions/{session_id}/finish/undo',
    'GET|POST /train/sessions/{session_id}/letters', 'POST /train/sessions/{session_id}/letters/sent',
    'POST /train/sessions/{session_id}/marks', 'POST /train/sessions/{session_id}/marks/opened',
    'POST /train/sessions/{session_id}/marks/opened/undo',
    'GET|POST /train/sessions/{session_id}/paste', 'POST /train/sessions/{session_id}/paste/people',
    'GET /train/sessions/{session_id}/people/{registration_id}', 'POST /train/sessions/{session_id}/people/{registration_id}/cancellation',
    'POST /train/sessions/{session_id}/people/{registration_id}/cancellation/undo',
    'POST /train/sessions/{session_id}/people/{registration_id}/details',
    'POST /train/sessions/{session_id}/people/{registration_id}/fee', 'POST /train/sessions/{session_id}/people/{registration_id}/mark',
    'POST /train/sessions/{session_id}/people/{registration_id}/seat', 'POST /train/sessions/{session_id}/people/{registration_id}/waiver',
    'GET|POST /train/sessions/{session_id}/reports', 'POST /train/sessions/{session_id}/reports/rows/{row_id}',
    'GET /train/sessions/{session_id}/roster', 'GET /train/sessions/{session_id}/tables', 'POST /train/sessions/{session_id}/walk-ins',
)  # fmt: skip
# whoever trains registers people whom somebody else registered before, so all trainers find everybody
_lines(
    TRAINERS,
    'GET /train/people', 'GET /train/people/{person_id}', 'POST /train/people/{person_id}/credits',
    'POST /train/people/{person_id}/credits/{credit_id}/removal',
)  # fmt: skip
# the other trainer's offering is an Intro, to which everybody who is ready may be invited
_lines(READY, 'POST /train/ready/{slug}/{person_id}/invitation', 'POST /train/ready/{slug}/{person_id}/invitation/undo')
_lines(
    SET_UP,
    'GET /setup', 'GET /setup/duplicates', 'GET|POST /setup/imports', 'GET|POST /setup/organisations', 'GET /setup/organisations/new',
    'GET /setup/organisations/suggestions', 'GET /setup/people', 'GET|POST /setup/people/invite', 'GET /setup/places', 'GET /setup/roles',
    'GET /setup/starts', 'GET|POST /setup/teams', 'GET /setup/teams/new',
)  # fmt: skip
_lines(
    PLACE,
    'POST /setup/invitations/{invitation_id}/revoke', 'POST /setup/memberships/{membership_id}/end',
    'POST /setup/mergings/{merging_id}/undo', 'GET|POST /setup/organisations/{organisation_id}',
    'POST /setup/people/{one_id}/distinct/{other_id}', 'GET|POST /setup/people/{one_id}/merge/{other_id}',
    'GET /setup/people/{person_id}', 'GET|POST /setup/people/{person_id}/edit', 'GET|POST /setup/people/{person_id}/erase',
    'GET|POST /setup/people/{person_id}/groups', 'GET /setup/people/{person_id}/merge', 'POST /setup/roles/{grant_id}/end',
    'GET /setup/starts/{request_id}', 'POST /setup/starts/{request_id}/call', 'POST /setup/starts/{request_id}/fit',
    'POST /setup/starts/{request_id}/owner',
    'GET /setup/teams/{team_id}', 'GET|POST /setup/teams/{team_id}/edit', 'POST /setup/teams/{team_id}/groups',
    'POST /setup/teams/{team_id}/groups/{organisation_id}/end', 'POST /setup/teams/{team_id}/lead/{member_id}',
    'POST /setup/teams/{team_id}/standing',
)  # fmt: skip
_lines(
    NETWORK,
    'GET /setup/dates', 'GET|POST /setup/groups', 'POST /setup/groups/{answer_id}/undo', 'GET /setup/happened',
    'GET /setup/imports/{batch_id}',
    'GET|POST /setup/imports/{batch_id}/columns', 'POST /setup/imports/{batch_id}/groups', 'POST /setup/imports/{batch_id}/making',
    'POST /setup/imports/{batch_id}/removal', 'POST /setup/imports/{batch_id}/undoing', 'GET /setup/imports/teams/{sheet_id}',
    'GET|POST /setup/imports/teams/{sheet_id}/columns', 'GET|POST /setup/imports/teams/{sheet_id}/kind',
    'POST /setup/imports/teams/{sheet_id}/making', 'POST /setup/imports/teams/{sheet_id}/removal',
    'POST /setup/imports/teams/{sheet_id}/undoing', 'GET /setup/letters',
    'POST /setup/letters/held/cancellation', 'POST /setup/letters/held/release', 'GET /setup/letters/{letter_id}',
    'GET /setup/letters/{letter_id}/page', 'GET|POST /setup/network', 'GET /setup/offerings', 'GET|POST /setup/offerings/new',
    'GET|POST /setup/offerings/{offering_id}', 'GET|POST /setup/offerings/{offering_id}/archive',
    'POST /setup/offerings/{offering_id}/archive/undo', 'GET /setup/offerings/{offering_id}/dates',
    'GET|POST /setup/offerings/{offering_id}/dates/new', 'GET /setup/organisations/{organisation_id}/merge',
    'POST /setup/organisations/{organisation_id}/merge/{other_id}', 'POST /setup/people/{person_id}/address',
    'POST /setup/places', 'GET|POST /setup/places/{place_id}', 'POST /setup/places/{place_id}/close', 'GET|POST /setup/retention',
)  # fmt: skip
# an account is closed by whoever could give every role that it has
_lines(PLACE, 'POST /setup/people/{person_id}/account/close')

_lines(
    TEAM,
    'GET /team/{team_id}', 'POST /team/{team_id}/bold-step', 'POST /team/{team_id}/bold-step/end', 'GET /team/{team_id}/files/{file_id}',
    'GET /team/{team_id}/steps/{number}', 'GET /team/{team_id}/steps/{number}/print',
    'POST /team/{team_id}/steps/{number}/answers', 'POST /team/{team_id}/steps/{number}/answers/removal',
    'POST /team/{team_id}/steps/{number}/claim', 'POST /team/{team_id}/steps/{number}/claim/withdrawal',
    'POST /team/{team_id}/steps/{number}/evidence', 'POST /team/{team_id}/steps/{number}/evidence/known',
    'POST /team/{team_id}/steps/{number}/evidence/removal', 'POST /team/{team_id}/steps/{number}/exceptions',
    'POST /team/{team_id}/steps/{number}/list', 'POST /team/{team_id}/steps/{number}/list/removal',
    'POST /team/{team_id}/steps/{number}/marks', 'POST /team/{team_id}/steps/{number}/notes',
    'POST /team/{team_id}/steps/{number}/reflection', 'POST /team/{team_id}/steps/{number}/reopening',
    'POST /team/{team_id}/steps/{number}/return', 'POST /team/{team_id}/steps/{number}/setting-aside',
    'POST /team/{team_id}/steps/{number}/sign-off', 'POST /team/{team_id}/steps/{number}/taking-up',
)  # fmt: skip

# what only its people do, and what only its lead does; in `world` the member leads
OWN = _access(SIGN_IN, *[GONE] * 7, teams=(GONE, IN, GONE))
_lines(
    TEAM, 'GET /team/{team_id}/people', 'GET /team/{team_id}/people/places',
    'GET /team/{team_id}/meetings', 'POST /team/{team_id}/meetings/dates/{poll_id}/answer',
)  # fmt: skip
_lines(
    OWN,
    'POST /team/{team_id}/people', 'POST /team/{team_id}/people/cafe', 'GET|POST /team/{team_id}/people/door',
    'POST /team/{team_id}/people/door/close', 'POST /team/{team_id}/people/invitations/{invitation_id}/revoke',
    'POST /team/{team_id}/people/invite', 'GET|POST /team/{team_id}/people/{member_id}/lead',
    'GET|POST /team/{team_id}/people/{member_id}/leave', 'POST /team/{team_id}/people/{member_id}/card',
    'POST /team/{team_id}/people/{member_id}/card/revoke', 'POST /team/{team_id}/people/{member_id}/parent',
    'POST /team/{team_id}/people/{member_id}/return',
    'POST /team/{team_id}/meetings', 'GET /team/{team_id}/meetings/new', 'GET|POST /team/{team_id}/meetings/{meeting_id}',
    'GET|POST /team/{team_id}/meetings/dates', 'POST /team/{team_id}/meetings/dates/{poll_id}/choice',
    'GET|POST /team/{team_id}/meetings/dates/{poll_id}/move', 'POST /team/{team_id}/meetings/dates/{poll_id}/cancellation',
    'POST /team/{team_id}/people/places', 'GET|POST /team/{team_id}/people/places/{site_id}',
    'POST /team/{team_id}/people/places/{site_id}/standing',
    'POST /team/{team_id}/meetings/next-steps', 'GET|POST /team/{team_id}/meetings/next-steps/{step_id}',
    'POST /team/{team_id}/meetings/next-steps/{step_id}/done',
    'POST /team/{team_id}/meetings/next-steps/{step_id}/let-go', 'POST /team/{team_id}/meetings/next-steps/{step_id}/reopen',
)  # fmt: skip
_lines(_access(SIGN_IN, *[NO] * 7, teams=(NO, NO, IN)), 'GET /coach')
_lines(COACHED, 'GET|POST /coach/teams/{team_id}/snooze', 'POST /coach/teams/{team_id}/snooze/end', 'GET /coach/teams/{team_id}')
_lines(
    COACHED,
    'GET /coach/teams/{team_id}/log', 'GET /coach/teams/{team_id}/log/{contact_id}',
    'GET /coach/teams/{team_id}/log/{contact_id}/edit', 'POST /coach/teams/{team_id}/log/{contact_id}/lines',
    'POST /coach/teams/{team_id}/log/{contact_id}/removal', 'GET|POST /coach/talks', 'POST /coach/talks/feed',
    'GET /coach/teams/{team_id}/talks/{appointment_id}', 'POST /coach/teams/{team_id}/talks/{appointment_id}/cancellation',
    'GET /coach/help', 'POST /coach/help/called',
)  # fmt: skip
_lines(COACHED_ONCE, 'POST /coach/teams/{team_id}/log', 'POST /coach/teams/{team_id}/log/{contact_id}/edit')
_lines(
    COHORT,
    'GET /cohorts/{cohort_id}', 'GET /cohorts/{cohort_id}/board.csv', 'GET /cohorts/{cohort_id}/board.xlsx', 'GET /cohorts/{cohort_id}/log',
    'GET /cohorts/{cohort_id}/sessions',
)  # fmt: skip
_lines(COHORT_KEPT, 'GET|POST /cohorts/{cohort_id}/letters', 'POST /cohorts/{cohort_id}/letters/sent')

_lines(MINUTES, 'GET /coach/minutes.xlsx')
_lines(BEARER, 'GET /talks/{token}/calendar.ics')
_lines(
    TEAM,
    'GET /team/{team_id}/coach', 'POST /team/{team_id}/coach/steps', 'POST /team/{team_id}/coach/steps/{step_id}/done',
    'POST /team/{team_id}/coach/steps/{step_id}/dropped', 'POST /team/{team_id}/coach/steps/{step_id}/undo',
    'GET|POST /team/{team_id}/coach/help', 'POST /team/{team_id}/coach/help/{call_id}/words',
    'POST /team/{team_id}/coach/help/{call_id}/closing', 'POST /team/{team_id}/coach/help/{call_id}/closing/undo',
    'GET /team/{team_id}/coach/plan', 'GET|POST /team/{team_id}/coach/plan/edit', 'POST /team/{team_id}/coach/plan/{number}/yes',
)  # fmt: skip
_lines(
    TEAM,
    'GET|POST /team/{team_id}/readiness', 'GET /team/{team_id}/readiness/new', 'GET /team/{team_id}/readiness/{round_id}',
    'POST /team/{team_id}/readiness/{round_id}/end', 'POST /team/{team_id}/readiness/{round_id}/removal',
    'POST /team/{team_id}/readiness/{round_id}/close', 'GET /team/{team_id}/readiness/{round_id}/paper',
    'GET|POST /team/{team_id}/readiness/{round_id}/tally', 'GET|POST /team/{team_id}/readiness/{round_id}/talk/{item}',
    'GET|POST /team/{team_id}/readiness/{round_id}/build', 'GET /team/{team_id}/readiness/{round_id}/results',
    'GET /team/{team_id}/readiness/{round_id}/results.csv',
)  # fmt: skip
_lines(
    ALONE,
    'GET|POST /team/{team_id}/readiness/{round_id}/answers', 'GET|POST /team/{team_id}/readiness/{round_id}/answers/{part}',
    'POST /team/{team_id}/readiness/{round_id}/answers/removal',
)  # fmt: skip
_lines(
    OWN_CHECK,
    'GET /setup/readiness/{check_id}', 'POST /setup/readiness/{check_id}/removal', 'POST /setup/readiness/{check_id}/close',
    'GET|POST /setup/readiness/{check_id}/talk/{item}', 'GET|POST /setup/readiness/{check_id}/build',
    'GET /setup/readiness/{check_id}/results', 'GET /setup/readiness/{check_id}/results.csv',
)  # fmt: skip
_lines(SET_UP, 'GET /setup/readiness')
_lines(NETWORK, 'POST /setup/readiness')
_lines(
    SET_UP,
    'GET /setup/coaches', 'GET /setup/guides', 'GET /setup/guides/{slug}',
)  # fmt: skip
_lines(NETWORK, 'POST /setup/guides/{slug}/feedback/{feedback_id}/removal')
_lines(OWN, 'POST /team/{team_id}/guides/{slug}/reading')
_lines(COACHED, 'POST /coach/teams/{team_id}/guides/{slug}/letters')
_lines(
    PLACE,
    'GET|POST /setup/coaches/{coach_id}', 'POST /setup/coaches/{coach_id}/cover', 'POST /setup/coaches/{coach_id}/cover/{cover_id}/end',
    'GET|POST /setup/teams/{team_id}/coach', 'POST /setup/teams/{team_id}/coach/{assignment_id}/end',
    'POST /setup/teams/{team_id}/coach/{assignment_id}/end/undo',
)  # fmt: skip
_lines(VERSION, 'GET|POST /team/{team_id}/version')

# a coordinator of places has those of the places, and whoever coaches has what they made
_lines(_access(SIGN_IN, NO, NO, NO, NO, IN, IN, IN, teams=(NO, NO, IN)), 'GET|POST /cohorts', 'GET /cohorts/new')
_lines(
    _access(SIGN_IN, NO, NO, NO, NO, GONE, IN, IN, teams=(NO, NO, GONE)),
    'GET|POST /cohorts/{cohort_id}/teams', 'POST /cohorts/{cohort_id}/teams/{team_id}/end', 'POST /cohorts/{cohort_id}/edit',
)  # fmt: skip

# Whose else's things somebody reaches, by how the path begins; by any other beginning only who looks after or trains everywhere.
REACH = {
    '/train/people/': ('other trainer', 'trainer', 'network trainer', 'coordinator'),
    '/train/ready/': ('other trainer', 'network trainer', 'coordinator'),
    '/me/sign-ins/': ('network trainer',),
    '/team/{team_id}/version': ('coordinator',),
    '/team/': (),
    '/coach/': (),
    '/': ('network trainer', 'coordinator'),
}
# What is only there together with what it belongs to.
INSIDE = {
    'contact_id': 'team_id', 'appointment_id': 'team_id', 'step_id': 'team_id', 'call_id': 'team_id', 'assignment_id': 'team_id',
    'cover_id': 'coach_id',
    'registration_id': 'session_id', 'row_id': 'session_id', 'credit_id': 'person_id', 'member_id': 'team_id', 'organisation_id': 'team_id',
    'file_id': 'team_id', 'meeting_id': 'team_id', 'poll_id': 'team_id', 'site_id': 'team_id',
    'team_id': 'cohort_id',
    'invitation_id': 'team_id',
}  # fmt: skip


def somebody_elses(path: str, names: list[str], far: tuple[str, ...], role: str) -> str:
    """What comes of asking, where this role gets in, for a path of these parameters with somebody else's things in `far`."""
    for name, where in INSIDE.items():
        if {name, where} <= set(names) and (name in far) != (where in far):
            return GONE
    return IN if role in next(roles for start, roles in REACH.items() if path.startswith(start)) else GONE
