"""A photo or a file that somebody sends: known by its content, made anew without what it tells of its maker, or refused.

Pillow and pikepdf are read in when the first file comes; most processes never need them.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from coaching.kit.refusal import Reason
from coaching.path.documents import quietened
from coaching.path.values import FileFacts

if TYPE_CHECKING:
    from PIL import Image

PDF_MARK = b'%PDF-'
LONGEST_SIDE = 2560  # of a photo, in pixels; larger than any screen and any printed page needs
MOST_PIXELS = 80_000_000  # of a JPEG that is unpacked at a half or less; phones make fifty millions
MOST_PIXELS_WHOLE = 24_000_000  # of what is unpacked whole
MOST_PIXELS_WEBP = 12_000_000  # is unpacked into four whole pictures
BAND = 1_000_000  # pixels that are shrunk at a time
IMAGES = {'JPEG': ('jpg', 'image/jpeg'), 'PNG': ('png', 'image/png'), 'WEBP': ('webp', 'image/webp'), 'GIF': ('png', 'image/png')}
DAMAGED = (ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, SyntaxError, TypeError, ValueError)
ORIENTATION = 0x0112


class NoFile(Reason):
    """Why a file is not kept."""

    UNKNOWN = 'Choose a photo (JPEG, PNG, WebP or GIF) or a PDF.'
    BROKEN = 'We could not open this file. Save it once more, or take a new photo.'
    LOCKED = 'This PDF has a password. Save it without one.'
    TOO_LARGE = 'This photo has too many dots. Save it smaller.'


def cleaned(name: str, content: bytes) -> FileFacts | NoFile:
    """The file as it is kept, under the name that it came with and the ending of what it is."""
    found = _pdf(content) if PDF_MARK in content[:1024] else _image(content)
    if isinstance(found, NoFile):
        return found
    ending, media_type, made = found
    stem = name.rpartition('.')[0] or name or 'file'
    return FileFacts(f'{stem[:100]}.{ending}', media_type, made)


def _image(content: bytes) -> tuple[str, str, bytes] | NoFile:
    """The dots of a picture, upright and no larger than needed, and nothing else of the file."""
    from PIL import Image

    unreadable = (*DAMAGED, struct.error, zlib.error, Image.DecompressionBombError)
    try:
        picture = Image.open(io.BytesIO(content), formats=tuple(IMAGES))
    except unreadable:
        return NoFile.UNKNOWN
    kind = 'JPEG' if picture.format == 'MPO' else picture.format or 'JPEG'  # a phone puts two photos into one file
    if picture.width * picture.height > _most_pixels(picture, kind):
        return NoFile.TOO_LARGE
    ending, media_type = IMAGES[kind]
    try:
        picture.draft('RGB', (LONGEST_SIDE, LONGEST_SIDE))
        turn = _turn(picture)
        dots = _shrunk(picture, 'RGBA' if kind != 'JPEG' and picture.has_transparency_data else 'RGB')
        page = io.BytesIO()
        upright = dots if turn is None else dots.transpose(turn)
        upright.save(page, 'PNG' if ending == 'png' else kind, **({} if ending == 'png' else {'quality': 85}))
    except unreadable:
        return NoFile.BROKEN
    return ending, media_type, page.getvalue()


def _most_pixels(picture: Image.Image, kind: str) -> int:
    """How large a picture may be, by what its unpacking takes."""
    if kind == 'JPEG' and not picture.info.get('progressive'):
        return MOST_PIXELS
    return MOST_PIXELS_WEBP if kind == 'WEBP' else MOST_PIXELS_WHOLE


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How the photo is set upright; where what it tells of itself is damaged it stays as it lies."""
    from PIL import Image

    turns = Image.Transpose
    try:
        told = picture.getexif().get(ORIENTATION)
    except (*DAMAGED, struct.error, zlib.error):
        return None
    return {
        2: turns.FLIP_LEFT_RIGHT, 3: turns.ROTATE_180, 4: turns.FLIP_TOP_BOTTOM, 5: turns.TRANSPOSE, 6: turns.ROTATE_270,
        7: turns.TRANSVERSE, 8: turns.ROTATE_90,
    }.get(told if isinstance(told, int) else 1)  # fmt: skip


def _shrunk(picture: Image.Image, mode: str) -> Image.Image:
    """A new picture of these dots; narrowed band by band, so that there is never a second one as large as what was sent."""
    from PIL import Image

    width, height = picture.size
    narrow, low = (max(1, round(side * min(1, LONGEST_SIDE / max(width, height)))) for side in (width, height))
    dots, rows = Image.new(mode, (narrow, height)), max(1, BAND // width)
    for top in range(0, height, rows):
        band = picture.crop((0, top, width, min(top + rows, height))).convert(mode)
        dots.paste(band.resize((narrow, band.height), Image.Resampling.LANCZOS), (0, top))
    picture.close()
    return dots.resize((narrow, low), Image.Resampling.LANCZOS)


def _pdf(content: bytes) -> tuple[str, str, bytes] | NoFile:
    """The pages of a document without its author, its history and whatever it would do by itself."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                return NoFile.BROKEN
            quietened(document)
            document.remove_unreferenced_resources()
            page = io.BytesIO()
            document.save(page)
    except pikepdf.PasswordError:
        return NoFile.LOCKED
    except (*DAMAGED, pikepdf.PdfError, RuntimeError):
        return NoFile.BROKEN
    return 'pdf', 'application/pdf', page.getvalue()
