"""What a browser sent, strictly read: text that is no UTF-8 or holds NUL is refused.

Litestar's own reader of plain forms remembers the last thousand bodies of all visitors, with every name in them; this one does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from coaching.kit.forms.base import Sent
from coaching.kit.forms.files import Upload, plain_name

FIELDS_AT_MOST = 5000


async def sent(request: Request) -> Sent:
    """Everything that a form sent.

    :raises ClientException: it cannot be read.
    """
    kind = request.headers.get('content-type', '').partition(';')[0].strip().lower()
    pairs: Sequence[tuple[str, str | Upload]] = ()
    try:
        if kind == 'multipart/form-data':
            pairs = await _parts(request)
        elif kind == 'application/x-www-form-urlencoded':
            pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, errors='strict', max_num_fields=FIELDS_AT_MOST)
    except (ValueError, LookupError, TypeError, AttributeError) as unreadable:
        raise ClientException() from unreadable
    if any('\x00' in name or (isinstance(value, str) and '\x00' in value) for name, value in pairs):
        raise ClientException()
    return Sent.of(pairs)


async def _parts(request: Request) -> list[tuple[str, str | Upload]]:
    form = await request.form()
    return [(name, await _read(value)) for name, value in form.multi_items()]


async def _read(value: str | UploadFile) -> str | Upload:
    return Upload(plain_name(value.filename), await value.read()) if isinstance(value, UploadFile) else value
