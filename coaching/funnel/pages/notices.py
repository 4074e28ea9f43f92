"""The plain pages that stand in the foot of every page: help, privacy, accessibility."""

from __future__ import annotations

from litestar import Request, Response, get

from coaching.accounts.queries import network
from coaching.framework.notices import notice, text_of
from coaching.kit import access
from coaching.kit.pages import page, prefix_of
from coaching.kit.pages.environment import prefixed
from coaching.kit.words import _

SLUGS = ('help', 'privacy', 'accessibility')


@get([f'/{slug}' for slug in SLUGS], opt=access.ANYONE)
async def show(request: Request) -> Response:
    """One notice in the reader's language, with the network's own help line in it."""
    slug = request.scope['path'].strip('/')
    written = notice(slug)
    house = await network()
    help_line = (house.help_line if house else '') or _('the person who invited you')
    prefix = prefix_of(request.scope)
    body = text_of(
        slug, network=house.name if house else '', help_line=help_line, address=lambda path: prefixed(path, prefix)
    )
    return page(request, 'funnel/words/notice.html', title=written.head.title, summary=written.head.summary, body=body)


ROUTES = [show]
