"""Pages for everybody that are made of facts alone: while the facts stay the same the bytes do, so they are made once.

The template of such a page reads nothing but these facts: neither the clock nor who asks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from litestar import Request, Response

from coaching.kit.pages import HTML, Page, actor_of, around, flash, language_of, page, prefix_of, rendered

FOR_ALL = 'for all'  # in a request's state: these very bytes are sent to many
MOST = 256  # pages of some 15 KB each

_made: OrderedDict[Hashable, bytes] = OrderedDict()


def page_of(request: Request, template: str, facts: Hashable, tell: Callable[[], Mapping[str, Any]]) -> Page:
    """The page that these facts make; `tell` gives the template what it needs and is asked only where the page is not known yet.

    Whoever is signed in or is to be told something gets a page of their own.
    """
    scope = request.scope
    if actor_of(scope).signed_in or flash.read(scope):
        return page(request, template, **tell())
    key = (template, prefix_of(scope), scope['path'], scope['query_string'], language_of(scope), around.network(), facts)
    body = _made.get(key)
    if body is None:
        body = _made[key] = rendered(scope, template, **tell())
        if len(_made) > MOST:
            _made.popitem(last=False)
    else:
        _made.move_to_end(key)
    scope['state'][FOR_ALL] = True
    return Response(body, media_type=HTML)


def forget() -> None:
    """Make every page anew, as after a change of words."""
    _made.clear()
