"""A photo or a file that somebody sends: known by its content, made anew without what it tells of its maker, or refused.

Pillow and pikepdf are read in when the first file comes; most processes never need them.
"""

from __future__ import annotations

import io

from coaching.kit.refusal import Reason
from coaching.path.values import FileFacts

PDF_MARK = b'%PDF-'
LONGEST_SIDE = 2560  # of a photo, in pixels; larger than any screen and any printed page needs
MOST_PIXELS = 80_000_000
IMAGES = {'JPEG': ('jpg', 'image/jpeg'), 'PNG': ('png', 'image/png'), 'WEBP': ('webp', 'image/webp'), 'GIF': ('png', 'image/png')}
RUNS_BY_ITSELF = ('/OpenAction', '/AA', '/JavaScript', '/EmbeddedFiles')


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
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(content), formats=tuple(IMAGES))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return NoFile.UNKNOWN
    if picture.width * picture.height > MOST_PIXELS:
        return NoFile.TOO_LARGE
    kind = picture.format or 'JPEG'
    ending, media_type = IMAGES[kind]
    try:
        picture.draft('RGB', (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = upright.convert('RGBA' if kind != 'JPEG' and upright.has_transparency_data else 'RGB')
        dots = Image.new(plain.mode, plain.size)
        dots.paste(plain)
        page = io.BytesIO()
        dots.save(page, 'PNG' if ending == 'png' else kind, **({} if ending == 'png' else {'quality': 85}))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        return NoFile.BROKEN
    return ending, media_type, page.getvalue()


def _pdf(content: bytes) -> tuple[str, str, bytes] | NoFile:
    """The pages of a document without its author, its history and whatever it would do by itself."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if not len(document.pages):
                return NoFile.BROKEN
            del document.docinfo
            for holder in (document.Root, document.Root.get('/Names', {}), *(page.obj for page in document.pages)):
                for key in (*RUNS_BY_ITSELF, '/Metadata', '/PieceInfo'):
                    if key in holder:
                        del holder[key]
            document.remove_unreferenced_resources()
            page = io.BytesIO()
            document.save(page)
    except pikepdf.PasswordError:
        return NoFile.LOCKED
    except (pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError):
        return NoFile.BROKEN
    return 'pdf', 'application/pdf', page.getvalue()
