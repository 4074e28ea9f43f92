"""What anybody reads: the shelf, one guide, the same as text and on paper. A guide without a translation is shown in English."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from markupsafe import Markup

from coaching.guides.definition import Model
from coaching.guides.forms import Say
from coaching.guides.reading import KINDS, MODELS, Reading, after, kinds_on_shelf, reading
from coaching.kit import access
from coaching.kit.links import address
from coaching.kit.pages import page
from coaching.kit.pages.remembering import page_of
from coaching.kit.words import _
from coaching.teams.pages.ours.codes import code

AS_TEXT = '.md'
MARKDOWN = 'text/markdown'


def found(slug: str) -> Reading:
    """The guide.

    :raises NotFoundException: there is none in any language
    """
    one = reading(slug)
    if one is None:
        raise NotFoundException
    return one


@get('/guides', opt=access.ANYONE)
async def index(request: Request) -> Response:
    """The shelf, by kinds; or only what is of one kind, or for one model of café."""
    kind, model = request.query_params.get('kind', ''), request.query_params.get('model', '')
    kind, model = kind if kind in KINDS else '', model if model in MODELS else ''
    groups = [(words, [each for each in them if _fits(each, kind, model)]) for words, them in kinds_on_shelf()]
    shown = [(name, them) for name, them in groups if them]
    facts: Hashable = tuple(each.digest for _name, them in shown for each in them)

    def tell() -> Mapping[str, Any]:
        return {'groups': shown, 'kinds': KINDS, 'models': MODELS, 'kind': kind, 'model': model}

    return page_of(request, 'guides/index.html', (kind, model, facts), tell)


def _fits(one: Reading, kind: str, model: str) -> bool:
    head = one.page.head
    models: list[Model] = head.models
    return (not kind or kind in head.kinds) and (not model or model in models)


@get('/guides/{slug:str}', opt=access.ANYONE)
async def show(request: Request, slug: FromPath[str]) -> Response:
    """One guide; with .md behind its name, as text."""
    if slug.endswith(AS_TEXT):
        one = found(slug.removesuffix(AS_TEXT))
        headers = {'content-language': one.page.language}
        return Response(one.markdown.encode(), media_type=MARKDOWN, headers=headers)
    one = found(slug)
    return shown(request, one)


def shown(request: Request, one: Reading, **more: Any) -> Response:
    """The page of a guide, with what a form on it needs."""
    following = after(one.slug)

    def tell() -> Mapping[str, Any]:
        return {**told(one), 'following': following, 'form': Say(), **more}

    if more:
        return page(request, 'guides/show.html', status=422, **tell())
    facts = (one.digest, one.is_behind, following and following.digest)
    return page_of(request, 'guides/show.html', facts, tell)


@get('/guides/{slug:str}/print', opt=access.ANYONE)
async def paper(request: Request, slug: FromPath[str]) -> Response:
    """The guide for the printer; `?large` in letters that are read from afar."""
    one, is_large = found(slug), 'large' in request.query_params
    return page_of(request, 'guides/print.html', (one.digest, is_large), lambda: {**told(one), 'is_large': is_large})


def told(one: Reading) -> dict[str, Any]:
    """What a template needs of a guide."""
    place = address(f'/guides/{one.slug}')
    return {
        'one': one, 'head': one.page.head, 'kinds': KINDS, 'place': place, 'code': _drawn(place), 'note': _note(one),
    }  # fmt: skip


def _drawn(place: str) -> Markup:
    """The address as a code that a telephone reads; who cannot see it has the address in words."""
    return Markup(code(place).replace('<svg ', '<svg aria-hidden="true" focusable="false" ', 1))


def _note(one: Reading) -> str:
    """Why a guide is not in the words that somebody asked for."""
    if not one.is_translated:
        return _('We do not have this guide in your language yet. Here it is in English.')
    return _('The English guide is newer than this one. It may say more.') if one.is_behind else ''




ROUTES = [index, show, paper]
