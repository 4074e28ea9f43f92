"""What a PDF would do by itself, carries along or tells of who made it: taken out of all its parts, wherever they hang."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

GOES = (
    '/OpenAction', '/AA', '/JavaScript', '/JS', '/EmbeddedFiles', '/EF', '/AF', '/XFA', '/Metadata', '/PieceInfo', '/LastModified',
)  # fmt: skip
ACTS = ('/JavaScript', '/Launch', '/SubmitForm', '/ImportData', '/Rendition', '/Movie', '/Sound', '/GoToE', '/GoToR')
CARRIES = ('/FileAttachment', '/Sound', '/Movie', '/Screen', '/RichMedia', '/3D')
PLAIN_SEGMENTS = (0xE0, 0xEE)  # of a JPEG: how its dots are counted, and how its colours are; the others tell of its maker


def quietened(document: pikepdf.Pdf) -> None:
    """Leave the pages, the links to other pages and to the web, and the fields; nothing else."""
    import pikepdf

    del document.docinfo
    for one in list(document.objects):
        for part in _parts(one):
            if isinstance(part, pikepdf.Array):
                for at in reversed(range(len(part))):
                    if _kind(part[at], '/Subtype') in CARRIES and '/Rect' in part[at]:
                        del part[at]
            else:
                _quieten(part)
        if isinstance(one, pikepdf.Stream) and one.get('/Filter') == pikepdf.Name.DCTDecode:
            one.write(without_story(one.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=one.get('/DecodeParms'))  # type: ignore[arg-type]


def _parts(one: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """This object and the lists and dictionaries inside of it that no other holds, each before its own parts."""
    import pikepdf

    waiting = [one]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
            continue
        yield part
        inside = list(part) if isinstance(part, pikepdf.Array) else [part[key] for key in part.keys()]  # noqa: SIM118
        waiting += [other for other in inside if isinstance(other, pikepdf.Object) and not other.is_indirect]


def _quieten(part: pikepdf.Object) -> None:
    is_note = '/Rect' in part and '/Subtype' in part
    if _kind(part, '/S') in ACTS or is_note and _kind(part, '/Subtype') in CARRIES:
        goes = list(part.keys())
    else:
        goes = [key for key in GOES if key in part]
        if is_note and _kind(part, '/Subtype') != '/Widget':
            goes += [key for key in ('/T', '/M', '/CreationDate', '/NM') if key in part]
    for key in goes:
        del part[key]
    for key in ('/A', '/PA', '/Next'):
        if _kind(part.get(key), '/S') in ACTS:
            del part[key]


def _kind(part: object, key: str) -> str:
    import pikepdf

    return str(part.get(key, '')) if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)) else ''


def without_story(photo: bytes) -> bytes:
    """The bytes of a JPEG without where, when and by whom it was taken; as it came where it is no whole JPEG."""
    at, kept = 2, [photo[:2]]
    while photo[at : at + 1] == b'\xff' and at + 4 <= len(photo):
        mark, end = photo[at + 1], at + 2 + int.from_bytes(photo[at + 2 : at + 4])
        if mark == 0xDA:
            return b''.join((*kept, photo[at:]))
        if mark in PLAIN_SEGMENTS or not (0xE0 <= mark <= 0xEF or mark == 0xFE):
            kept.append(photo[at:end])
        at = end
    return photo
