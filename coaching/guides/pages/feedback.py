"""Readers say what a guide needs; coordinators read it beside the state of each guide."""

from __future__ import annotations

import dataclasses
import datetime

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.guides.commands import feedback as commands
from coaching.guides.definition import Guide, follows, translations
from coaching.guides.forms import Say
from coaching.guides.pages.reader import found, shown
from coaching.guides.queries import feedback as queries
from coaching.guides.reading import KINDS, Reading, shelf
from coaching.kit import access, clock, forms, markdown
from coaching.kit.limits import caller, hold
from coaching.kit.pages import go, page
from coaching.kit.readability import ease, grade
from coaching.kit.words import ENGLISH, LANGUAGES, _
from coaching.teams.policy import may_change_network

HOUR = datetime.timedelta(hours=1)
EACH_HOUR = 60
COORDINATORS = access.roles('coordinator')


@dataclasses.dataclass(frozen=True, slots=True)
class InLanguage:
    """How one guide stands in one language; `level` says how hard it is to read, where that can be counted."""

    name: str
    state: str
    kind: str
    level: str


@post('/guides/{slug:str}/feedback', opt=access.ANYONE)
async def say(request: Request, slug: FromPath[str]) -> Response:
    """What somebody says of a guide."""
    one, form = found(slug), await forms.read(Say, request)
    if not form.validate():
        return shown(request, one, form=form)
    if not form.trapped:
        await hold('guide feedback', caller(request), limit=EACH_HOUR, per=HOUR)
        await commands.say(slug, one.page.language, one.revision, form.words.data, on=await network_day(clock.now()))
    return go(request, f'/guides/{slug}', say=_('Thank you. Your words help to make this guide better.'))


@get('/setup/guides', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Every guide, how it stands in each language, and how much was said of it."""
    rows, counts = [(one, _states(one)) for one in shelf()], await queries.counts()
    return page(request, 'guides/setup/index.html', rows=rows, counts=counts, kinds=KINDS)


@get('/setup/guides/{slug:str}', opt=COORDINATORS)
async def show(request: Request, slug: FromPath[str]) -> Response:
    """What readers say of one guide."""
    one = found(slug)
    return page(
        request, 'guides/setup/show.html', one=one, states=_states(one), said=await queries.said_of(slug), tongues=LANGUAGES,
        may_take_away=may_change_network(request.user),
    )  # fmt: skip


@post('/setup/guides/{slug:str}/feedback/{feedback_id:int}/removal', opt=COORDINATORS)
async def take_away(request: Request, slug: FromPath[str], feedback_id: FromPath[int]) -> Response:
    """Take away words that should not stand there, such as somebody's name; guides are the whole network's, so only its coordinators do."""
    if not may_change_network(request.user) or not await commands.take_away(slug, feedback_id, by=request.user, now=clock.now()):
        raise NotFoundException
    return go(request, f'/setup/guides/{slug}', say=_('The words are deleted.'))


def _states(one: Reading) -> list[InLanguage]:
    pages = translations(one.slug)
    return [_state(name.name, pages.get(code), pages[ENGLISH]) for code, name in LANGUAGES.items()]


def _state(name: str, told: Guide | None, english: Guide) -> InLanguage:
    if told is None:
        return InLanguage(name, _('Missing'), 'warn', '')
    is_new = follows(told, english)
    state = _('Revision %(n)s', n=told.head.revision) if is_new else _('Revision %(n)s, English is newer', n=told.head.revision)
    return InLanguage(name, state, 'done' if is_new else 'warn', _level(told))


def _level(told: Guide) -> str:
    text = markdown.plain(told.body)
    match told.language:
        case 'en':
            return _('school year %(year)s', year=max(0, round(grade(text))))
        case 'es':
            return _('ease %(ease)s of 100', ease=min(100, round(ease(text))))
    return ''


ROUTES = [say, index, show, take_away]
