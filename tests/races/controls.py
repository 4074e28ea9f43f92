"""The product with one of its safeguards taken out, served by real processes: whatever a race does not notice here, it does not notice.

Nothing of this is known to the product: a control changes the modules of the web processes that a race starts through this file.
It runs as a file of its own, because the package of the tests chooses settings when it is imported.
"""

from __future__ import annotations

import os
import pathlib
import re
import sys
import time
from typing import Any

ROOT = pathlib.Path(__file__).parents[2]
NAMED = 'RACES_CONTROL'
SLOW_START = 'slow-start'
ROW_LOCK = re.compile(r'\bfor (no key )?update( of \w+)?\b')


def without_row_locks() -> None:
    """Everybody reads, decides, then writes, and nobody waits for anybody."""
    import asyncpg

    for name in ('fetch', 'fetchrow', 'fetchval', 'execute'):
        _strip(asyncpg.Connection, name)


def _strip(kind: type, name: str) -> None:
    kept = getattr(kind, name)

    async def told(self: Any, sql: str, *parameters: Any, **others: Any) -> Any:
        return await kept(self, ROW_LOCK.sub('', sql), *parameters, **others)

    setattr(kind, name, told)


def look_then_add() -> None:
    """The same, and whoever is not found is added without a thought of who else adds them now."""
    from coaching.people.commands import adding

    without_row_locks()
    adding.BY_EMAIL = re.sub(r'on conflict .* do nothing', '', adding.BY_EMAIL)


def read_then_count() -> None:
    """A limit that looks how many there were, and counts one more afterwards."""
    from coaching.kit import limits

    limits.COUNT_ONE = limits.COUNT_ONE.replace('where w.count < ', 'where 0 < ')
    kept = limits.hold

    async def hold(name: str, key: str, **how: Any) -> None:
        digest = limits.tokens.keyed('limit ' + name, key.encode())
        seen = await limits.DB.pool.fetchval('select sum(count) from rate_window where name = $1 and key = $2', name, digest)
        if (seen or 0) >= how['limit']:
            raise limits.TooMany(1)
        await kept(name, key, **how)

    limits.hold = hold


def one_page_more() -> None:
    """No safeguard less: a page that may be asked for twenty times a day."""
    from litestar import post
    from litestar.params import FromPath

    from coaching import domains
    from coaching.kit import access, limits

    @post('/drill/limited/{key:str}', opt=access.ANYONE, status_code=204)
    async def limited(key: FromPath[str]) -> None:
        await limits.hold('drill', key, limit=20, per=limits.LONGEST)

    domains.ROUTES.append(limited)


CONTROLS = {
    'without-row-locks': without_row_locks, 'look-then-add': look_then_add, 'read-then-count': read_then_count,
    'one-page-more': one_page_more, SLOW_START: lambda: None,
}  # fmt: skip


def web_process() -> Any:
    """The application of one web process, changed before anything of it is imported."""
    for control in os.environ[NAMED].split('+'):
        CONTROLS[control]()
    from coaching import serving

    return serving.web_process()


def main(control: str, words: list[str]) -> None:
    """Run `python -m coaching …` with other web processes."""
    from uvicorn import Config
    from uvicorn.supervisors import Multiprocess

    from coaching import serving
    from coaching.__main__ import main as command

    os.environ[NAMED] = control

    def serve_many(door: Any, workers: int) -> None:
        choices = serving.choices()
        Multiprocess(Config('controls:web_process', factory=True, workers=workers, **choices), sockets=[door]).run()

    serving.serve_many = serve_many
    command(words, prog_name='python -m coaching')


if __name__ == '__mp_main__' and SLOW_START in os.environ[NAMED]:
    time.sleep(7)  # a machine that has much else to do when a web process begins

if __name__ == '__main__':
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1], sys.argv[sys.argv.index('coaching') + 1 :])
