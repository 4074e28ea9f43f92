"""Everything that an installation may choose, read from the environment once into one frozen object."""

import contextlib
import email.utils
import functools
import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PROJECT = Path(__file__).resolve().parents[2]
SHARED_FOLDER = Path('/var/lib/cafe-path')
EVERYWHERE = {'0.0.0.0': '127.0.0.1', '::': '::1'}  # where one listens on every address, one visits the nearest
SHORTEST_SECRET = 32

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class WrongSetting(Exception):
    """A setting that cannot be used: its name and what it should be."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f'{name}: {sentence}')
        self.name = name
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation chose; the embedded servers fill in the two addresses that nobody set."""

    data_dir: Path
    host: str
    port: int
    base_url: str
    secret: bytes = field(repr=False)
    trusted_proxies: tuple[Network, ...]
    database_url: str | None = field(repr=False)
    redis_url: str | None = field(repr=False)
    smtp_url: str | None = field(repr=False)
    mail_from: str

    @property
    def https(self) -> bool:
        """Whether people reach the pages through https, whoever ends it."""
        return self.base_url.startswith('https://')

    @property
    def letters_dir(self) -> Path:
        """Where letters are kept as files when there is no mail server."""
        return self.data_dir / 'letters'


@functools.cache
def settings() -> Settings:
    """The settings of this process.

    :raises WrongSetting: when one of them cannot be used
    """
    return _adopted or read(os.environ)


_adopted: Settings | None = None


def adopt(filled: Settings | None) -> None:
    """From now on these are the settings of this process: the embedded servers' addresses are known once they run."""
    global _adopted
    _adopted = filled
    settings.cache_clear()


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment holds; each name may also come as NAME_FILE with the path of a file.

    :raises WrongSetting: when one of them cannot be used
    """
    database_url = _url(environ, 'DATABASE_URL', ('postgresql', 'postgres'))
    redis_url = _url(environ, 'REDIS_URL', ('redis', 'rediss', 'unix'))
    smtp_url = _url(environ, 'SMTP_URL', ('smtp', 'smtps'))
    host = _host(environ)
    port = _port(environ)
    base_url = _base_url(environ, host, port)
    mail_from = _mail_from(environ, base_url)
    trusted_proxies = _trusted_proxies(environ)
    data_dir = _data_dir(environ, embedded=database_url is None)
    return Settings(
        data_dir=data_dir,
        host=host,
        port=port,
        base_url=base_url,
        secret=_secret(environ, data_dir, embedded=database_url is None),
        trusted_proxies=trusted_proxies,
        database_url=database_url,
        redis_url=redis_url,
        smtp_url=smtp_url,
        mail_from=mail_from,
    )


def _value(environ: Mapping[str, str], name: str) -> str:
    """The text of a setting, '' when nobody set it."""
    given = environ.get(name, '').strip()
    file = environ.get(f'{name}_FILE', '').strip()
    if not file:
        return given
    if given:
        raise WrongSetting(name, f'is set twice, also as {name}_FILE; keep one of them.')
    try:
        return Path(file).read_text(encoding='utf-8').strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f'{name}_FILE', f'names a file that cannot be read: {file}') from None


def _url(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = _value(environ, name)
    if not value:
        return None
    parts = _split(value)
    if parts is None or parts.scheme not in schemes or not (parts.netloc or parts.path.strip('/')):
        # the value may hold a password: it is not repeated
        raise WrongSetting(name, f'must be an address that starts with {" or ".join(f"{scheme}://" for scheme in schemes)}.')
    return value


def _split(value: str) -> SplitResult | None:
    """The parts of an address, or None when its brackets or its port make no sense."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(value)
        if parts.port != 0:
            return parts
    return None


def _host(environ: Mapping[str, str]) -> str:
    host = _value(environ, 'COACHING_HOST') or '127.0.0.1'
    if any(character in host for character in '/: []') and not _is_address(host):
        raise WrongSetting('COACHING_HOST', f'must be an address or a name to listen on, without a port, not {host!r}.')
    return host


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _port(environ: Mapping[str, str]) -> int:
    value = _value(environ, 'COACHING_PORT') or '8000'
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise WrongSetting('COACHING_PORT', f'must be a whole number from 1 to 65535, not {value!r}.')
    return int(value)


def _base_url(environ: Mapping[str, str], host: str, port: int) -> str:
    value = _value(environ, 'COACHING_BASE_URL')
    if not value:
        near = EVERYWHERE.get(host, host)
        return f'http://[{near}]:{port}' if ':' in near else f'http://{near}:{port}'
    parts = _split(value)
    plain = parts is not None and parts.hostname and parts.path in ('', '/') and not (parts.query or parts.fragment or '@' in parts.netloc)
    if parts is None or not plain or parts.scheme not in ('http', 'https'):
        raise WrongSetting('COACHING_BASE_URL', f'must look like https://coaching.example.org, without a path, not {value!r}.')
    return f'{parts.scheme}://{parts.netloc.lower()}'


def _mail_from(environ: Mapping[str, str], base_url: str) -> str:
    value = _value(environ, 'COACHING_MAIL_FROM')
    if not value:
        host = urlsplit(base_url).hostname or ''
        return f'Café Path <cafe-path@{"localhost" if _is_address(host) else host}>'
    address = email.utils.parseaddr(value)[1]
    before, at, after = address.rpartition('@')
    if not (before and at and after) or any(character.isspace() for character in address) or not value.isprintable():
        raise WrongSetting('COACHING_MAIL_FROM', f'must be an e-mail address such as "Café Path <hello@example.org>", not {value!r}.')
    return value


def _trusted_proxies(environ: Mapping[str, str]) -> tuple[Network, ...]:
    names = _value(environ, 'COACHING_TRUSTED_PROXIES').replace(',', ' ').split()
    try:
        return tuple(ipaddress.ip_network(name) for name in names)
    except ValueError as wrong:
        raise WrongSetting('COACHING_TRUSTED_PROXIES', f'must be addresses or networks such as 10.0.0.0/8, with commas; {wrong}.') from None


def _data_dir(environ: Mapping[str, str], *, embedded: bool) -> Path:
    """The folder for what is kept on this machine, made if it is missing.

    PostgreSQL refuses to run as root; its own user must be able to pass through every folder above its data.
    """
    value = _value(environ, 'COACHING_DATA_DIR')
    folder = Path(value).expanduser().absolute() if value else PROJECT / 'var'
    for_lower_user = embedded and os.geteuid() == 0
    if for_lower_user and not passable(folder):
        if value:
            why = f'the database does not run as root, and its user cannot enter {folder}; choose one such as {SHARED_FOLDER}.'
            raise WrongSetting('COACHING_DATA_DIR', why)
        folder = SHARED_FOLDER
    try:
        folder.mkdir(mode=0o711 if for_lower_user else 0o700, parents=True, exist_ok=True)
        if for_lower_user:
            folder.chmod(folder.stat().st_mode | 0o001)
        elif not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError:
        raise WrongSetting('COACHING_DATA_DIR', f'names a folder that cannot be made or written to: {folder}') from None
    return folder


def passable(folder: Path) -> bool:
    """Whether any user may pass through all folders above this one."""
    return all(not parent.exists() or parent.stat().st_mode & 0o001 for parent in folder.resolve().parents)


def _secret(environ: Mapping[str, str], data_dir: Path, *, embedded: bool) -> bytes:
    value = _value(environ, 'COACHING_SECRET')
    if value and len(value) < SHORTEST_SECRET:
        raise WrongSetting('COACHING_SECRET', f'must have at least {SHORTEST_SECRET} characters; "openssl rand -hex 32" makes a good one.')
    if value:
        return value.encode()
    if not embedded:
        raise WrongSetting('COACHING_SECRET', 'must be set where DATABASE_URL is set; "openssl rand -hex 32" makes a good one.')
    return _kept_secret(data_dir)


def _kept_secret(data_dir: Path) -> bytes:
    """The secret beside the embedded database, made once; of two that start together both read the first one's."""
    kept = data_dir / 'secret'
    try:
        if not kept.exists():
            fresh = data_dir / f'.secret-{secrets.token_hex(4)}'
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w', encoding='utf-8') as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                kept.hardlink_to(fresh)
            fresh.unlink()
        return kept.read_text(encoding='utf-8').strip().encode()
    except OSError:
        raise WrongSetting('COACHING_SECRET', f'cannot be read from {kept}; whoever made that folder should start the server.') from None
