"""The board to take away: one line for each step of each team, in days and numbers, and in no words of a team or a coach."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from litestar import Request, Response, get
from litestar.params import FromPath

from coaching.caseload.pages.cohorts.board import DAYS
from coaching.caseload.pages.cohorts.reaching import COACHES, Reached, reached
from coaching.caseload.pages.cohorts.showing import Drawn, drawn
from coaching.caseload.queries.given import given
from coaching.kit import exports
from coaching.kit.words import _
from coaching.path.pages.dates import STANDING
from coaching.teams.forms.teams import STANDINGS

XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
Rows = Iterator[list[exports.Cell]]


def _steps_head() -> list[str]:
    return [
        _('Team'), _('Place'), _('Path'), _('Step'), _('What the step is called'), _('Where it stands'), _('Began'), _('Signed off'),
        _('Parts reached'), _('Parts'), _('Days'), _('Half of the teams took, or less'),
    ]  # fmt: skip


def _steps(board: Drawn) -> Rows:
    for one in board.boards:
        labels = dict(one.steps)
        for team, line in one.rows:
            for cell in line.cells:
                yield [
                    team.name, team.place, one.title, cell.number, labels.get(cell.number, ''), str(STANDING[cell.state]), cell.since,
                    cell.signed_off_on, cell.reached, cell.purposes, cell.days, one.middles.days.get(cell.number),
                ]  # fmt: skip


def _teams_head() -> list[str]:
    return [
        _('Team'), _('Place'), _('Where the team stands'), _('Coach'), _('Step now'), _('Parts reached'), _('Parts'),
        _('People'), _('Parent leaders'), _('Talks in %(days)s days', days=DAYS), _('Minutes'), _('Last talk'), _('Next talk'),
    ]  # fmt: skip


async def _teams(found: Reached, board: Drawn) -> Rows:
    coaching = await given(found.ids, since=found.today - datetime.timedelta(days=DAYS), on=found.today, now=found.now)
    lines = {team.id: line for team, line in board.rows}
    return (
        [
            team.name, team.place, str(STANDINGS[team.standing]), one.coaches, line.here if line else None,
            line.reached if line else None, line.purposes if line else None, team.members, team.parents, one.talks, one.minutes,
            one.last_on, one.next_at,
        ]
        for team, one, line in ((team, coaching[team.id], lines.get(team.id)) for team in found.teams)
    )  # fmt: skip


def _meanings() -> list[list[exports.Cell]]:
    """What each column holds, for whoever opens the file a year later."""
    return [
        [_('Days'), _('From the first thing a team did for a step to its sign-off, or to the day of this file')],
        [_('Parts reached'), _('Parts of the step that the team says it reached fully')],
        [_('Half of the teams took, or less'), _('The middle of the days that these teams took for the step; of fewer than three, none')],
        [_('Minutes'), _('Minutes with the team; those of a talk with several teams at once stand in the line of each')],
    ]


def _sent(content: bytes, kind: str, name: str) -> Response:
    return Response(content, media_type=kind, headers={'content-disposition': f'attachment; filename="{name}"'})


@get('/cohorts/{cohort_id:int}/board.csv', opt=COACHES)
async def csv(request: Request, cohort_id: FromPath[int]) -> Response:
    """Every step of every team as a table."""
    found = await reached(request, cohort_id)
    board = await drawn(found.every, found.ids, found.today)
    return _sent(exports.csv_bytes(_steps_head(), _steps(board)), 'text/csv', f'teams-{cohort_id}-{found.today}.csv')


@get('/cohorts/{cohort_id:int}/board.xlsx', opt=COACHES)
async def xlsx(request: Request, cohort_id: FromPath[int]) -> Response:
    """The same with a sheet of teams and one that says what the columns hold."""
    found = await reached(request, cohort_id)
    board = await drawn(found.every, found.ids, found.today)
    sheets: list[exports.Sheet] = [
        (_('Teams'), _teams_head(), await _teams(found, board)), (_('Steps'), _steps_head(), _steps(board)),
        (_('What it means'), [_('Column'), _('What it holds')], _meanings()),
    ]  # fmt: skip
    return _sent(exports.xlsx_bytes(sheets), XLSX, f'teams-{cohort_id}-{found.today}.xlsx')


ROUTES = [csv, xlsx]
