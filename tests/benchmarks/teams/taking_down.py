"""What the product's pages ask the database, taken down while each of them is made once, to be asked again without the product."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx

from coaching.application import create_app
from coaching.kit.access import COOKIE
from coaching.kit.pages import around
from tests.benchmarks.asking import Asked
from tests.queries import heard

THE_NETWORK = 'set_up_at, version from network where id = 1'  # asked every two seconds, by whichever page comes then


async def taken_down(pages: Mapping[str, tuple[str, str]]) -> dict[str, list[Asked]]:
    """By a name of one's own, what the page of this path asks when the browser with this sign-in opens it."""
    found = {}
    app, headers = create_app(), {'Accept': 'text/html', 'Sec-Fetch-Site': 'same-origin'}
    await around.ready()
    for name, (path, token) in pages.items():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url='http://localhost:8000', headers=headers) as browser:
            browser.cookies.set(COOKIE, token)
            async with heard() as asked:
                answer = await browser.get(path)
        assert answer.status_code == 200, f'{path}: {answer.status_code}'
        found[name] = [one for one in asked if THE_NETWORK not in one[0]]
    return found


def in_piccolos_words(sql: str, parameters: tuple[object, ...]) -> tuple[str, list[object]]:
    """The statement as Piccolo takes it: `{}` for each parameter, in the order in which they stand, and no other braces."""
    places = [(parameters[int(number) - 1], as_text) for number, as_text in re.findall(r'\$(\d+)(::text)?', sql)]
    plain = re.sub(r"'\{([^'{}]*)\}'", r"E'\\x7b\1\\x7d'", sql)
    return re.sub(r'\$\d+', '{}', plain), [str(one) if as_text and one is not None else one for one, as_text in places]
