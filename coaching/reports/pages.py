"""The funnel's report: a sentence as title, bars that are a table, and the same numbers to take away."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from litestar import Request, Response, get

from coaching.accounts.queries import network
from coaching.funnel.rules.funnel import Timed
from coaching.funnel.rules.titles import title, title_of_turnout
from coaching.kit import access, clock, dates, exports, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _, later, n_
from coaching.reports import queries
from coaching.reports.drawing import svg
from coaching.reports.forms import Ask
from coaching.reports.values import Asked, Counted, Funnel
from coaching.teams.pages.waits import waiting
from coaching.teams.queries import places, scope_of
from coaching.teams.queries.places import below

EVERY = access.roles('coordinator', 'trainer')
MONTHS = 6
KINDS = {'taste': later('Taste'), 'intro': later('Intro'), 'training': later('Training')}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for, with what was left out filled in."""

    asked: Asked
    split: str
    form: Ask


class Unclear(Exception):
    """A question that cannot be counted, with the form that says why."""

    def __init__(self, form: Ask) -> None:
        super().__init__()
        self.form = form


def _first_of_month(day: datetime.date, months: int) -> datetime.date:
    number = day.year * 12 + day.month - 1 - months
    return datetime.date(number // 12, number % 12 + 1, 1)


async def _wish(request: Request) -> Wish:
    """The cohort that is asked for; without a question the last six whole months, counted to now.

    :raises Unclear: what was typed cannot be counted; the form says beside which field.
    """
    house, now = await network(), clock.now()
    zone = house.zone if house else 'America/Chicago'
    form = await forms.read(Ask, request)
    mine = None if request.user.has('trainer') else await scope_of(request.user)
    offered = [one for one in await places() if mine is None or one.id in mine]
    form.place.choices = [('', _('everywhere')), *((str(one.id), one.name) for one in offered)]
    first, last = _days(form, dates.local(now, zone).date())
    as_of = min(now, _end_of(form.as_of.data, zone)) if form.as_of.data else now
    if form.place.data:
        chosen: tuple[int, ...] | None = tuple(sorted(await below(int(form.place.data))))
    else:
        chosen = None if mine is None else tuple(sorted(mine))
    split = form.split.data or 'month'
    begins_at, ends_at = _end_of(first - datetime.timedelta(days=1), zone), _end_of(last, zone)
    return Wish(Asked(begins_at, ends_at, as_of, zone, chosen), split, form)


def _days(form: Ask, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of the cohort, also written into the form where one was left out.

    :raises Unclear: they cannot be meant.
    """
    form.validate()
    if not form.mistakes:
        form.look_at_order(today)
    if form.mistakes:
        raise Unclear(form)
    first = form.first.data or _first_of_month(form.last.data or today, MONTHS)
    last = form.last.data or _first_of_month(today, 0) - datetime.timedelta(days=1)
    form.first.data, form.last.data = first, last if first <= last else today
    return form.first.data, form.last.data


def _end_of(day: datetime.date, zone: str) -> datetime.datetime:
    """Midnight after a day, by the wall clock of the zone."""
    after = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), dates.zone(zone))
    return after.astimezone(datetime.UTC)


def _said(report: Funnel) -> str:
    return title(report.counted.to_intro, report.counted.to_training)


def _steps(report: Funnel) -> list[tuple[str, float, str]]:
    """The figure's rows: how far the cohort came, and what part of the step before."""
    people = report.counted
    return [
        (_('Came to a Taste'), report.share_of(people.tasted), f'{people.tasted}'),
        (_('Came to an Intro'), report.share_of(people.introduced), _of(people.introduced, people.introduced, people.tasted)),
        (_('Finished training'), report.share_of(people.trained), _of(people.trained, people.trained_of_introduced, people.introduced)),
    ]


def _of(people: int, some: int, of: int) -> str:
    """How many there are, and how many of the step before; a step may have been let off, so there may be others."""
    if of < 1:
        return f'{people}'
    said = _('%(some)s of %(of)s from the step before', some=some, of=of)
    return said if some == people else f'{people} · {said}'


def timed(share: Timed) -> str:
    """A share of those who had the time, with the others beside it."""
    early = n_('%(n)s too early', '%(n)s too early', share.too_early) if share.too_early else ''
    counted = str(share.share.said()) if share.share.y or not early else ''
    return ' · '.join(filter(None, (counted, early)))


def _counted_to(wish: Wish) -> str:
    """The day of the last moment that is counted; a past day is counted to its end, which is the midnight of the next."""
    return dates.day_of_year(wish.asked.as_of - datetime.timedelta(microseconds=1), wish.asked.zone)


def _plain(day: datetime.date) -> str:
    return dates.day(day, dates.DAY_OF_YEAR)


@get('/reports', opt=EVERY)
async def index(request: Request) -> Response:
    """There is one report so far."""
    return go(request, '/reports/funnel')


@get('/reports/funnel', opt=EVERY)
async def show(request: Request) -> Response:
    """From the first Taste to the end of a training; what cannot be meant is told beside its field, and nothing is counted."""
    try:
        wish = await _wish(request)
    except Unclear as unclear:
        return page(request, 'reports/funnel/ask.html', status=422, form=unclear.form)
    report = await queries.funnel(wish.asked, wish.split)
    return page(
        request, 'reports/funnel/show.html', title=_said(report), report=report, form=wish.form, steps=_steps(report), timed=timed,
        lines=[(_label(line.label, wish.split), line.counted) for line in report.lines], counted_to=_counted_to(wish),
        first=_plain(wish.form.first.data), last=_plain(wish.form.last.data), query=_query(request), split=wish.split,
        turnouts=[(KINDS[one.kind], one.rate, title_of_turnout(one.rate)) for one in report.turnouts],
        waiting=await waiting(request.user) if request.user.desk != 'trainer' else [],
    )  # fmt: skip


def _label(label: str, split: str) -> str:
    if split == 'month':
        return dates.day(datetime.date.fromisoformat(f'{label}-01'), 'LLLL y')
    if split == 'language' and label:
        return {'en': 'English', 'es': 'Español'}.get(label, label)
    return label or _('not said')


def _cells(counted: Counted) -> list[str | int]:
    cells: list[str | int] = [counted.tasted, counted.introduced, counted.trained]
    for days in sorted(counted.within):
        within = counted.within[days]
        cells += [within.share.x, within.share.y, within.too_early]
    return cells


def _query(request: Request) -> str:
    query = request.scope['query_string'].decode('latin-1')
    return f'?{query}' if query else ''


def _to_the_page(request: Request) -> Response:
    """Where the form says what is wrong."""
    return go(request, f'/reports/funnel{_query(request)}')


@get('/reports/funnel.csv', opt=EVERY)
async def csv(request: Request) -> Response:
    """The split as a table, with the line of everybody."""
    try:
        wish = await _wish(request)
    except Unclear:
        return _to_the_page(request)
    report = await queries.funnel(wish.asked, wish.split)
    header = [_('Group'), _('Came to a Taste'), _('Came to an Intro'), _('Finished training')]
    for days in sorted(report.counted.within):
        header += [_('Intro within %(days)s days', days=days), _('of those who had the time'), _('too early')]
    rows = [[_label(line.label, wish.split), *_cells(line.counted)] for line in report.lines]
    rows.append([_('Everybody'), *_cells(report.counted)])
    headers = {'content-disposition': 'attachment; filename="taste-to-trained.csv"'}
    return Response(exports.csv_bytes(header, rows), media_type='text/csv', headers=headers)


@get('/reports/funnel.svg', opt=EVERY)
async def picture(request: Request) -> Response:
    """The figure alone."""
    try:
        wish = await _wish(request)
    except Unclear:
        return _to_the_page(request)
    report = await queries.funnel(wish.asked, wish.split)
    drawn = svg(_said(report), _steps(report), _('Counted to %(day)s.', day=_counted_to(wish)))
    headers = {'content-disposition': 'attachment; filename="taste-to-trained.svg"'}
    return Response(drawn, media_type='image/svg+xml', headers=headers)


@get('/reports/organisations', opt=EVERY)
async def organisations(request: Request) -> Response:
    """Organisations by their furthest member; a table of its own, because a person may belong to several."""
    mine = None if request.user.has('trainer') else await scope_of(request.user)
    asked = request.query_params.get('after', '')
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0
    rows = await queries.organisations(clock.now(), None if mine is None else tuple(sorted(mine)), after_id=after)
    older = f'/reports/organisations?after={rows[-1].id}' if len(rows) == 50 else ''
    return page(request, 'reports/funnel/organisations.html', rows=[(one, _furthest(one)) for one in rows], older=older)


def _furthest(one: queries.OrganisationLine) -> str:
    if one.trained:
        return _('finished training')
    if one.introduced:
        return _('came to an Intro')
    return _('came to a Taste') if one.tasted else _('not yet')


ROUTES = [index, show, csv, picture, organisations]
