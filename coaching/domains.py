"""The domains, gathered: what they answer, write, keep of persons and do by themselves. Both composition roots read it."""

from __future__ import annotations

import datetime
import re

from coaching.accounts import letters as account_letters
from coaching.accounts import pages as accounts_pages
from coaching.accounts.commands.inviting import when_accepted
from coaching.accounts.commands.setting_up import afterwards, when_zone_changes
from coaching.accounts.persons import KEEPER as ACCOUNTS
from coaching.accounts.queries import network
from coaching.accounts.rules.roles import desk
from coaching.caseload import jobs as caseload_jobs
from coaching.caseload import letters as caseload_letters
from coaching.caseload import pages as caseload_pages
from coaching.caseload.pages import weighing
from coaching.caseload.persons import KEEPER as CASELOAD
from coaching.coaches import jobs as coach_jobs
from coaching.coaches import letters as coach_letters
from coaching.coaches import pages as coach_pages
from coaching.coaches.pages.reaching import knows_the_path
from coaching.coaches.pages.setup import teams_that_wait
from coaching.coaches.persons import KEEPER as COACHES
from coaching.funnel import letters as funnel_letters
from coaching.funnel.commands.offerings import plant
from coaching.funnel.commands.progress import follow_credits
from coaching.funnel.jobs import dates as date_jobs
from coaching.funnel.jobs import spots as spot_jobs
from coaching.funnel.pages import (
    adding,
    dates,
    feeds,
    finishing,
    groups,
    imports,
    join,
    my,
    notes,
    notices,
    offerings,
    one_of_them,
    papers,
    people,
    public,
    ready,
    reports_in,
    room,
    spots,
    train,
)
from coaching.funnel.pages.offerings.listing import rooms_that_are_missing
from coaching.funnel.persons import KEEPER as FUNNEL
from coaching.funnel.queries.teammates import came_to
from coaching.guides import letters as guide_letters
from coaching.guides import pages as guide_pages
from coaching.guides.commands.shelving import shelve
from coaching.keeping import jobs as keeping_jobs
from coaching.keeping import pages as keeping_pages
from coaching.kit import assets, health, limits
from coaching.kit.access import Actor
from coaching.kit.jobs import Tick
from coaching.kit.words import _
from coaching.outbox.queries import oldest_due
from coaching.path import letters as path_letters
from coaching.path import pages as path_pages
from coaching.path.pages import moving
from coaching.path.pages.dates import walked
from coaching.path.pages.starts import starts_that_wait
from coaching.path.persons import KEEPER as PATH
from coaching.people import keepers
from coaching.people import pages as people_pages
from coaching.people.commands import refuse_email
from coaching.people.letters import WRITERS as PEOPLES_LETTERS
from coaching.people.persons import KEEPER as PEOPLE
from coaching.readiness import pages as readiness_pages
from coaching.readiness.persons import KEEPER as READINESS
from coaching.reports import pages as report_pages
from coaching.sheets import pages as sheet_pages
from coaching.sheets.persons import KEEPER as SHEETS
from coaching.teams import letters as team_letters
from coaching.teams import pages as teams_pages
from coaching.teams.commands.people import said_yes
from coaching.teams.pages import beside, first_steps, waits
from coaching.teams.pages.groups import counted_by
from coaching.teams.persons import KEEPER as TEAMS
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, holds, teams_of

ROUTES = [
    *assets.ROUTES, *health.routes(oldest_due), *public.ROUTES, *spots.ROUTES, *join.ROUTES, *my.ROUTES, *feeds.ROUTES, *notices.ROUTES,
    *train.ROUTES, *room.ROUTES, *adding.ROUTES, *finishing.ROUTES, *one_of_them.ROUTES, *notes.ROUTES, *reports_in.ROUTES, *papers.ROUTES,
    *ready.ROUTES, *report_pages.ROUTES, *people.ROUTES, *accounts_pages.ROUTES, *people_pages.ROUTES, *teams_pages.ROUTES,
    *path_pages.ROUTES, *coach_pages.ROUTES, *readiness_pages.ROUTES, *sheet_pages.ROUTES,
    *imports.ROUTES, *groups.ROUTES, *keeping_pages.ROUTES,
    *offerings.ROUTES, *dates.ROUTES, *caseload_pages.ROUTES, *guide_pages.ROUTES,
]  # fmt: skip
WRITERS = {
    **PEOPLES_LETTERS, **account_letters.WRITERS, **team_letters.WRITERS, **coach_letters.WRITERS, **funnel_letters.WRITERS,
    **path_letters.WRITERS, **caseload_letters.WRITERS, **guide_letters.WRITERS,
}  # fmt: skip
KEEPERS = (PEOPLE, ACCOUNTS, TEAMS, COACHES, READINESS, FUNNEL, PATH, CASELOAD, SHEETS)
CLOCK: tuple[Tick, ...] = (
    *spot_jobs.CLOCK, *date_jobs.CLOCK, *coach_jobs.CLOCK, *caseload_jobs.CLOCK, *keeping_jobs.CLOCK,
    Tick('old limits', limits.sweep, every_seconds=3600),
)  # fmt: skip
NETWORK = network
AT_START = (shelve,)


async def ON_REFUSED(person_id: int, address: str, now: datetime.datetime) -> None:
    """The mail server says that nobody can be reached at an address; it then stands beside the name."""
    await refuse_email(person_id, email=address, now=now)


keepers.know(KEEPERS)
knows_the_path(moves=moving.moves, steps=weighing.steps)
afterwards(plant)
when_zone_changes(follow_credits)
counted_by(groups.groups_that_wait)
waits.told_by(teams_that_wait, starts_that_wait, groups.wait)
beside.told_by(walked=walked, stages=came_to)
when_accepted(said_yes)
first_steps.also(rooms_that_are_missing)


def _of_a_team(actor: Actor, path: str) -> list[tuple[str, str]]:
    """The pages of the team that is looked at, or of the one where somebody was first."""
    theirs = teams_of(actor, *OF_THE_TEAM)
    asked = path.removeprefix('/team/').partition('/')[0]
    team = asked if asked.isdigit() and int(asked) in theirs else theirs[0]
    pages = (_('Our path'), ''), (_('Our people'), '/people'), (_('Meetings'), '/meetings'), (_('Our coach'), '/coach')
    return [(words, f'/team/{team}{page}') for words, page in pages]


OF_ONE_TEAM = re.compile(r'/(?:team|coach/teams)/([0-9]{1,18})(?:/|$)')


def VIEWS(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    """For whoever stands beside a team: the pages of that team, while one of them is looked at."""
    asked = OF_ONE_TEAM.match(path)
    number = int(asked[1]) if asked else 0
    if not holds(actor, number, *BESIDE_IT) or holds(actor, number, *OF_THE_TEAM):
        return []
    team = f'/team/{number}'
    entries = [
        (_('At a glance'), f'/coach/teams/{number}'), (_('Their path'), team), (_('Their people'), f'{team}/people'),
        (_('Their meetings'), f'{team}/meetings'), (_('Their readiness'), f'{team}/readiness'), (_('Talks and help'), f'{team}/coach'),
        (_('Log a talk'), f'/coach/teams/{number}/log'),
    ]  # fmt: skip
    return _marked(entries, path)


def NAV(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    """The entries at the head of every page: at most four, for the desk that somebody sits at."""
    match desk(actor):
        case 'trainer':
            entries = [(_('Today'), '/train'), (_('All sessions'), '/train/sessions'), (_('Reports'), '/reports/funnel')]
        case 'coordinator':
            entries = [(_('Taste to trained'), '/reports/funnel'), (_('All sessions'), '/train/sessions')]
        case 'coach' | 'host':
            entries = [(_('My teams'), '/coach'), (_('My talks'), '/coach/talks'), (_('Guides'), '/guides')]
        case 'team':
            entries = _of_a_team(actor, path)
        case _:
            entries = [(_('Sessions'), '/sessions'), (_('Hosting guides'), '/guides'), (_('Help'), '/help')]
    if actor.has('coordinator'):
        entries.append((_('Set-up'), '/setup'))
    return _marked(entries, path)


def _marked(entries: list[tuple[str, str]], path: str) -> list[tuple[str, str, bool]]:
    """The entry to which the page belongs is the longest that its path begins with."""
    here = max((href for _label, href in entries if path == href or path.startswith(f'{href}/')), key=len, default='')
    return [(label, href, href == here) for label, href in entries]
