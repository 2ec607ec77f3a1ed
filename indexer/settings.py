"""All settings of the platform, read once from the environment.

Nothing here connects anywhere, and nothing else reads the environment.
"""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from sqlalchemy.engine import URL

from indexer.errors import SettingsError

__all__ = ["ElasticsearchSettings", "EndpointSettings", "Retention", "Settings", "WebSettings"]

_PREFIX = "XUNHUO_"
_DEFAULT_FOLDER = "./var"
_DEFAULT_INDEX_PREFIX = "xunhuo"
_DATABASE_FILE = "xunhuo.db"
_BEHAVIOR_FILE = "behavior.db"
_KEY_FILE = "secret.key"
_KEY_BYTES = 32  # as Flask's documentation advises

_MOST_DAYS = 3_650

# Index names on Elasticsearch are lower case and short; generation and kind are still to follow.
_LONGEST_INDEX_PREFIX = 64
_INDEX_PREFIX_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")

_RATE_LIMIT = re.compile("[1-9][0-9]{0,8}/(second|minute|hour|day)")
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticsearchSettings:
    """A cluster, named as the official client names things."""

    hosts: tuple[str, ...]
    prefix: str
    username: str = ""
    ca_certs: Path | None = None
    api_key: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """An OpenAI-compatible endpoint. Text leaves the machine only where one is configured."""

    url: str
    model: str
    api_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The counter: who may ask how often, from where, and how answers travel."""

    rate_limits: tuple[str, ...] | None = None
    """Each like `600/minute`; empty: no limit. None: nothing was said, the counter's default."""

    rate_limit_storage: str = field(default="", repr=False)  # may hold a password
    """Where requests are counted, for more than one machine; empty: in this process."""

    trusted_proxies: int = 0
    """How many proxies stand in front, whose `X-Forwarded-*` are believed."""

    cors_origins: tuple[str, ...] = ()
    """Origins like `https://shop.example` whose pages may call the API."""

    compression: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how many days what shoppers did is kept; imported files are the shop's own, and stay."""

    log_days: int = 90
    session_days: int = 30
    """After these a search in the log no longer says whose it was."""
    events_days: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One process's settings. `elasticsearch` None: the embedded engine is used."""

    data: Path
    database_url: str = field(repr=False)  # may hold a password
    index_prefix: str = _DEFAULT_INDEX_PREFIX
    elasticsearch: ElasticsearchSettings | None = None
    embeddings: EndpointSettings | None = None
    chat: EndpointSettings | None = None
    web: WebSettings = field(default_factory=WebSettings)
    configured_secret: str = field(default="", repr=False)
    retention: Retention = field(default_factory=Retention)

    @classmethod
    def from_env(cls, environ: Mapping[str, str], data: Path | None = None) -> Self:
        """Read the variables of the contract (§1); `data` stands above XUNHUO_DATA.

        Raises SettingsError naming the variable and the cure. Touches no file.
        """
        values = _Variables(environ)
        folder = data if data is not None else Path(values.get("DATA") or _DEFAULT_FOLDER)
        folder = folder.expanduser().absolute()
        if folder.exists() and not folder.is_dir():
            message = f"{folder} 是文件，需要文件夹。"
            raise SettingsError("XUNHUO_DATA", message)
        prefix = _index_prefix(values)
        database = URL.create("sqlite", database=str(folder / _DATABASE_FILE))
        return cls(
            data=folder,
            database_url=values.get("DATABASE_URL")
            or database.render_as_string(hide_password=False),
            index_prefix=prefix,
            elasticsearch=_elasticsearch(values, prefix),
            embeddings=_endpoint(values, "EMBEDDINGS"),
            chat=_endpoint(values, "CHAT"),
            web=_web(values),
            configured_secret=values.get("SECRET_KEY"),
            retention=_retention(values),
        )

    @property
    def behavior_url(self) -> str:
        """Where events and the search log are: in SQLite a file of their own, which a feed that is
        being imported does not lock."""
        if not self.database_url.startswith("sqlite"):
            return self.database_url
        own = URL.create("sqlite", database=str(self.data / _BEHAVIOR_FILE))
        return own.render_as_string(hide_password=False)

    def secret_key(self) -> str:
        """The key that signs sessions: the configured one, else one made once in the data folder.

        Only the owner may read the file. Processes that start together agree on one key.
        """
        if self.configured_secret:
            return self.configured_secret
        path = self.data / _KEY_FILE
        try:
            if not path.exists():
                self.data.mkdir(parents=True, exist_ok=True)
                _write_once(path, secrets.token_hex(_KEY_BYTES))
            found = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            message = f"无法读写 {path}：{error}；请检查权限，或直接设置这个变量。"
            raise SettingsError("XUNHUO_SECRET_KEY", message) from error
        if len(found) < _KEY_BYTES:
            message = f"{path} 的内容不完整；请删除这个文件，它会重新生成。"
            raise SettingsError("XUNHUO_SECRET_KEY", message)
        return found


class _Variables:
    """The environment, without the prefix and without blanks around values."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def get(self, name: str) -> str:
        return self._environ.get(_PREFIX + name, "").strip()


def _elasticsearch(values: _Variables, prefix: str) -> ElasticsearchSettings | None:
    hosts = tuple(host.strip() for host in values.get("ELASTICSEARCH_URL").split(","))
    hosts = tuple(filter(None, hosts))
    if not hosts:
        return None
    for host in hosts:
        _check_url("ELASTICSEARCH_URL", host, "http://127.0.0.1:9200，多个用逗号分开")
    api_key = values.get("ELASTICSEARCH_API_KEY")
    username = values.get("ELASTICSEARCH_USERNAME")
    password = values.get("ELASTICSEARCH_PASSWORD")
    if api_key and username:
        message = "与 XUNHUO_ELASTICSEARCH_USERNAME 只能设置一个。"
        raise SettingsError("XUNHUO_ELASTICSEARCH_API_KEY", message)
    if bool(username) != bool(password):
        missing = "PASSWORD" if username else "USERNAME"
        message = "用户名和密码要一起设置。"
        raise SettingsError(f"XUNHUO_ELASTICSEARCH_{missing}", message)
    certificates = values.get("ELASTICSEARCH_CA_CERTS")
    if certificates and not Path(certificates).is_file():
        message = f"找不到证书文件 {certificates}。"
        raise SettingsError("XUNHUO_ELASTICSEARCH_CA_CERTS", message)
    return ElasticsearchSettings(
        hosts=hosts,
        prefix=prefix,
        username=username,
        ca_certs=Path(certificates) if certificates else None,
        api_key=api_key,
        password=password,
    )


def _index_prefix(values: _Variables) -> str:
    prefix = values.get("INDEX_PREFIX") or _DEFAULT_INDEX_PREFIX
    wrong = set(prefix) - _INDEX_PREFIX_SIGNS or prefix[0] in "-_"
    if wrong or len(prefix) > _LONGEST_INDEX_PREFIX:
        message = (
            f"只能用小写字母、数字、- 和 _，以字母或数字开头，最多 {_LONGEST_INDEX_PREFIX} 个字符。"
        )
        raise SettingsError("XUNHUO_INDEX_PREFIX", message)
    return prefix


def _retention(values: _Variables) -> Retention:
    usual = Retention()
    log_days = _days(values, "LOG_DAYS", usual.log_days)
    found = Retention(
        log_days=log_days,
        session_days=_days(values, "LOG_SESSION_DAYS", min(usual.session_days, log_days)),
        events_days=_days(values, "EVENTS_DAYS", usual.events_days),
    )
    if found.session_days > found.log_days:
        message = f"不能比 XUNHUO_LOG_DAYS（{found.log_days} 天）更长。"
        raise SettingsError("XUNHUO_LOG_SESSION_DAYS", message)
    return found


def _days(values: _Variables, name: str, usual: int) -> int:
    text = values.get(name)
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MOST_DAYS):
        message = f"应当是 1 到 {_MOST_DAYS} 的整天数，写的是 {text[:40]}。"
        raise SettingsError(_PREFIX + name, message)
    return int(text[:6])


def _endpoint(values: _Variables, name: str) -> EndpointSettings | None:
    url, model = values.get(f"{name}_URL"), values.get(f"{name}_MODEL")
    if not url:
        return None
    _check_url(f"{name}_URL", url, "https://api.example.com/v1")
    if not model:
        message = f"设置了 XUNHUO_{name}_URL 时要写明模型的名字。"
        raise SettingsError(f"XUNHUO_{name}_MODEL", message)
    return EndpointSettings(url=url, model=model, api_key=values.get(f"{name}_API_KEY"))


def _web(values: _Variables) -> WebSettings:
    compression = values.get("COMPRESSION").lower() or "off"
    if compression not in ("on", "off"):
        raise SettingsError("XUNHUO_COMPRESSION", "只能是 on 或 off。")
    proxies = values.get("TRUSTED_PROXIES") or "0"
    if not re.fullmatch("[0-9]", proxies):
        message = "请给前面有几层自己的代理，0 到 9；0 为没有代理。"
        raise SettingsError("XUNHUO_TRUSTED_PROXIES", message)
    return WebSettings(
        rate_limits=_rate_limits(values.get("RATE_LIMIT").lower()),
        rate_limit_storage=values.get("RATE_LIMIT_STORAGE"),
        trusted_proxies=int(proxies),
        cors_origins=_origins(values.get("CORS_ORIGINS")),
        compression=compression == "on",
    )


def _rate_limits(text: str) -> tuple[str, ...] | None:
    if text in ("", "off"):
        return () if text else None
    found = tuple(limit.strip() for limit in text.split(","))
    if not all(_RATE_LIMIT.fullmatch(limit) for limit in found):
        message = "应当像 600/minute（单位 second、minute、hour、day，几条用逗号分开），或者 off。"
        raise SettingsError("XUNHUO_RATE_LIMIT", message)
    return found


def _origins(text: str) -> tuple[str, ...]:
    found = tuple(filter(None, (origin.strip() for origin in text.split(","))))
    for origin in found:
        # As browsers send it: lower case, no path, not even the slash of an empty one.
        if not _ORIGIN.fullmatch(origin):
            message = f"“{origin}”不是来源，应当像 https://shop.example，没有路径和通配符，小写。"
            raise SettingsError("XUNHUO_CORS_ORIGINS", message)
    return found


def _check_url(name: str, url: str, example: str) -> None:
    wrong = True
    # An address with a broken port or bracket cannot even be split.
    with suppress(ValueError):
        parts = urlsplit(url)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0
    if wrong:
        message = f"不是 http(s) 地址，应当像 {example}。"
        raise SettingsError(_PREFIX + name, message)


def _write_once(path: Path, content: str) -> None:
    """Make the file whole and private; where another process was first, leave its content."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link appears at once and never replaces: no reader sees half a key or a second one.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink()
