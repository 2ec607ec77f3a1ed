"""Settings come from the environment, once; what cannot be used is named with its cure."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import SettingsError
from indexer.settings import Retention, Settings


def test_without_variables_everything_stands_in_one_folder(tmp_path: Path) -> None:
    settings = Settings.from_env({"XUNHUO_DATA": str(tmp_path / "var")})

    assert settings.data == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/xunhuo.db"
    assert settings.index_prefix == "xunhuo"
    assert settings.elasticsearch is None
    assert settings.embeddings is None
    assert settings.chat is None
    assert not settings.data.exists()


def test_the_default_folder_is_var() -> None:
    assert Settings.from_env({}).data == Path.cwd() / "var"


def test_the_option_stands_above_the_variable(tmp_path: Path) -> None:
    settings = Settings.from_env({"XUNHUO_DATA": "/elsewhere"}, tmp_path)

    assert settings.data == tmp_path


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()

    with pytest.raises(SettingsError, match=r"XUNHUO_DATA: .*是文件"):
        Settings.from_env({}, tmp_path / "var")


def test_an_elasticsearch_address_chooses_that_engine(tmp_path: Path) -> None:
    certificate = tmp_path / "ca.pem"
    certificate.touch()
    settings = Settings.from_env(
        {
            "XUNHUO_ELASTICSEARCH_URL": "https://a:9200, https://b:9200",
            "XUNHUO_ELASTICSEARCH_USERNAME": "elastic",
            "XUNHUO_ELASTICSEARCH_PASSWORD": "geheim",
            "XUNHUO_ELASTICSEARCH_CA_CERTS": str(certificate),
            "XUNHUO_INDEX_PREFIX": "shop-1",
        },
        tmp_path,
    )

    assert settings.elasticsearch is not None
    assert settings.elasticsearch.hosts == ("https://a:9200", "https://b:9200")
    assert settings.elasticsearch.prefix == "shop-1"
    assert settings.elasticsearch.username == "elastic"
    assert settings.elasticsearch.ca_certs == certificate


def test_the_counter_has_quiet_defaults(tmp_path: Path) -> None:
    web = Settings.from_env({}, tmp_path).web

    assert web.rate_limits is None
    assert web.trusted_proxies == 0
    assert web.cors_origins == ()
    assert web.compression is False


def test_the_counter_is_set_by_variables(tmp_path: Path) -> None:
    environ = {
        "XUNHUO_RATE_LIMIT": "50/second, 6000/MINUTE",
        "XUNHUO_RATE_LIMIT_STORAGE": "redis://:geheim@a:6379",
        "XUNHUO_TRUSTED_PROXIES": "2",
        "XUNHUO_CORS_ORIGINS": "https://a.example, http://localhost:5173,http://[::1]:80",
        "XUNHUO_COMPRESSION": "On",
    }
    settings = Settings.from_env(environ, tmp_path)

    assert settings.web.rate_limits == ("50/second", "6000/minute")
    assert settings.web.rate_limit_storage.endswith("@a:6379")
    assert settings.web.trusted_proxies == 2
    assert settings.web.cors_origins == (
        "https://a.example",
        "http://localhost:5173",
        "http://[::1]:80",
    )
    assert settings.web.compression
    assert "geheim" not in repr(settings)
    assert Settings.from_env({"XUNHUO_RATE_LIMIT": "off"}, tmp_path).web.rate_limits == ()


def test_no_secret_is_ever_printed(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "XUNHUO_DATABASE_URL": "postgresql://shop:geheim@db/shop",
            "XUNHUO_SECRET_KEY": "geheim",
            "XUNHUO_ELASTICSEARCH_URL": "http://a:9200",
            "XUNHUO_ELASTICSEARCH_API_KEY": "geheim",
            "XUNHUO_EMBEDDINGS_URL": "http://e/v1",
            "XUNHUO_EMBEDDINGS_MODEL": "m",
            "XUNHUO_EMBEDDINGS_API_KEY": "geheim",
            "XUNHUO_CHAT_URL": "http://c/v1",
            "XUNHUO_CHAT_MODEL": "m",
            "XUNHUO_CHAT_API_KEY": "geheim",
        },
        tmp_path,
    )

    assert settings.chat is not None
    assert settings.chat.api_key == "geheim"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("environ", "variable", "cure"),
    [
        ({"ELASTICSEARCH_URL": "127.0.0.1:9200"}, "ELASTICSEARCH_URL", "http"),
        ({"ELASTICSEARCH_URL": "http://a:99999"}, "ELASTICSEARCH_URL", "http"),
        ({"ELASTICSEARCH_URL": "http://[a"}, "ELASTICSEARCH_URL", "http"),
        (
            {
                "ELASTICSEARCH_URL": "http://a",
                "ELASTICSEARCH_API_KEY": "k",
                "ELASTICSEARCH_USERNAME": "u",
                "ELASTICSEARCH_PASSWORD": "p",
            },
            "ELASTICSEARCH_API_KEY",
            "只能设置一个",
        ),
        (
            {"ELASTICSEARCH_URL": "http://a", "ELASTICSEARCH_USERNAME": "u"},
            "ELASTICSEARCH_PASSWORD",
            "一起设置",
        ),
        (
            {"ELASTICSEARCH_URL": "http://a", "ELASTICSEARCH_CA_CERTS": "/no/such.pem"},
            "ELASTICSEARCH_CA_CERTS",
            "找不到证书",
        ),
        ({"INDEX_PREFIX": "Shop"}, "INDEX_PREFIX", "小写"),
        ({"INDEX_PREFIX": "_shop"}, "INDEX_PREFIX", "开头"),
        ({"INDEX_PREFIX": "s" * 65}, "INDEX_PREFIX", "最多"),
        ({"EMBEDDINGS_URL": "ftp://e", "EMBEDDINGS_MODEL": "m"}, "EMBEDDINGS_URL", "http"),
        ({"CHAT_URL": "http://c"}, "CHAT_MODEL", "模型"),
        ({"RATE_LIMIT": "600"}, "RATE_LIMIT", "600/minute"),
        ({"RATE_LIMIT": "0/minute"}, "RATE_LIMIT", "600/minute"),
        ({"RATE_LIMIT": "5/second,"}, "RATE_LIMIT", "逗号"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES", "0 到 9"),
        ({"TRUSTED_PROXIES": "yes"}, "TRUSTED_PROXIES", "0 到 9"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS", "https://shop.example"),
        ({"CORS_ORIGINS": "https://shop.example/"}, "CORS_ORIGINS", "没有路径"),
        ({"CORS_ORIGINS": "https://a.example,null"}, "CORS_ORIGINS", "null"),
        ({"COMPRESSION": "yes"}, "COMPRESSION", "on 或 off"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(
    environ: dict[str, str], variable: str, cure: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=cure) as caught:
        Settings.from_env({f"XUNHUO_{name}": value for name, value in environ.items()}, tmp_path)

    assert caught.value.variable == f"XUNHUO_{variable}"


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings.from_env({}, tmp_path / "var")

    key = settings.secret_key()

    assert len(key) == 64
    assert settings.secret_key() == key
    file = tmp_path / "var" / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        settings = [Settings.from_env({}, tmp_path) for _ in range(32)]
        keys = set(pool.map(Settings.secret_key, settings))

    assert len(keys) == 1


def test_a_damaged_key_file_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("")

    with pytest.raises(SettingsError, match="删除这个文件"):
        Settings.from_env({}, tmp_path).secret_key()


def test_a_configured_key_is_used_as_it_is(tmp_path: Path) -> None:
    settings = Settings.from_env({"XUNHUO_SECRET_KEY": "from-outside"}, tmp_path)

    assert settings.secret_key() == "from-outside"
    assert not list(tmp_path.iterdir())


def test_how_long_behavior_is_kept() -> None:
    assert Settings.from_env({}).retention == Retention(
        log_days=90, session_days=30, events_days=400
    )
    short = Settings.from_env({"XUNHUO_LOG_DAYS": "7", "XUNHUO_EVENTS_DAYS": "14"}).retention
    assert short == Retention(log_days=7, session_days=7, events_days=14)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("LOG_DAYS", "0"), ("LOG_DAYS", "ever"), ("EVENTS_DAYS", "-3"), ("EVENTS_DAYS", "9999"),
     ("EVENTS_DAYS", "１２"), ("LOG_SESSION_DAYS", "91")],
)  # fmt: skip
def test_days_that_cannot_be_meant_are_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as told:
        Settings.from_env({f"XUNHUO_{variable}": value})
    assert told.value.variable == f"XUNHUO_{variable}"


def test_behavior_has_a_file_of_its_own_or_shares_the_server(tmp_path: Path) -> None:
    assert Settings.from_env({}, tmp_path).behavior_url == f"sqlite:///{tmp_path}/behavior.db"
    elsewhere = {"XUNHUO_DATABASE_URL": "sqlite:////elsewhere/shop.db"}
    assert Settings.from_env(elsewhere, tmp_path).behavior_url.endswith(f"{tmp_path}/behavior.db")
    server = {"XUNHUO_DATABASE_URL": "postgresql://shop@db/shop"}
    assert Settings.from_env(server, tmp_path).behavior_url == "postgresql://shop@db/shop"
