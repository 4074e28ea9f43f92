"""The one stylesheet, the one script and that of drafts: put together from their parts, named by their content, kept for a year."""

from __future__ import annotations

import functools
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import access

FOLDER = Path(__file__).parent.parent / 'static'
KINDS = {'app.css': ('css', 'text/css'), 'app.js': ('js', 'text/javascript'), 'draft.js': ('draft', 'text/javascript')}
FOR_A_YEAR = 'public, max-age=31536000, immutable'


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; `name` carries a digest of its content."""

    name: str
    kind: str
    plain: bytes
    packed: bytes


@functools.cache
def assets() -> dict[str, Asset]:
    """Each file under its own name, made once in a process."""
    found = {}
    for name, (folder, kind) in KINDS.items():
        stem, suffix = name.split('.')
        parts = b'\n'.join(path.read_bytes() for path in sorted((FOLDER / folder).iterdir()) if path.suffix == f'.{suffix}')
        plain = b'{\n' + parts + b'}\n' if suffix == 'js' else parts
        digest = hashlib.sha256(plain).hexdigest()[:12]
        found[name] = Asset(f'{stem}.{digest}.{suffix}', kind, plain, gzip.compress(plain, mtime=0))
    return found


@functools.cache
def asset(name: str) -> str:
    """The address of a file for a page."""
    return f'/static/{assets()[name].name}'


@get('/static/{name:str}', opt={**access.ANYONE, 'quiet': True}, include_in_schema=False)
async def static(name: FromPath[str], request: Request) -> Response[bytes]:
    """One of the files; an old name is gone."""
    found = next((one for one in assets().values() if one.name == name), None)
    if found is None:
        raise NotFoundException
    packed = 'gzip' in request.headers.get('accept-encoding', '')
    headers = {'cache-control': FOR_A_YEAR, 'vary': 'accept-encoding', **({'content-encoding': 'gzip'} if packed else {})}
    return Response(found.packed if packed else found.plain, media_type=found.kind, headers=headers)


ROUTES = [static]
