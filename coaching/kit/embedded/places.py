"""Where the embedded servers live, and as whom they run."""

import hashlib
import os
import pwd
import re
import stat
from pathlib import Path

LONGEST_SOCKET_FOLDER = 80  # an address of a unix socket ends at 104 bytes on macOS, at 108 on Linux
PLAIN = re.compile(r'[\w./-]+', re.ASCII)  # stands in an address without being escaped


class NotStarted(Exception):
    """An embedded server that cannot run here; the text says why and what helps."""


def lower_user(folder: Path) -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when root starts it: whoever owns its folder, else a user without rights. None where no root is about.

    :raises NotStarted: on a machine without such a user
    """
    if os.geteuid() != 0:
        return None
    names: list[int | str] = ['postgres', 'nobody']
    if folder.exists() and (owner := folder.stat().st_uid):
        names.insert(0, owner)
    for name in names:
        try:
            return pwd.getpwuid(name) if isinstance(name, int) else pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotStarted('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".')


def private_folder(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """A folder that only its owner may enter, made if it is missing.

    :raises NotStarted: when somebody else put something there
    """
    uid, gid = (owner.pw_uid, owner.pw_gid) if owner else (os.geteuid(), os.getegid())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {uid, os.geteuid()}:
        raise NotStarted(f'{folder} belongs to somebody else; remove it, or choose another COACHING_DATA_DIR.')
    if found.st_uid != uid:
        os.chown(folder, uid, gid)
    if found.st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def socket_folder(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """Where the sockets of a server in `folder` stand: there, or under /tmp when its name is too long or too rich for an address."""
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or not PLAIN.fullmatch(str(folder)):
        folder = Path('/tmp') / f'cafe-path-{mark(folder)}'
    return private_folder(folder, owner)


def mark(folder: Path) -> str:
    """A short name for a folder, the same in every process."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
