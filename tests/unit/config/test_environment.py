"""What the operator may choose, and what we say when it cannot be used."""

import os
import stat

import pytest

from haversack.config.databases import database
from haversack.config.environment import SettingUnreadable, kept_secret, read_environment
from haversack.config.mail import mail


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("HAVERSACK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HAVERSACK_DATA", str(tmp_path / "data"))


def test_without_any_choice_the_site_is_one_familys_on_one_machine(tmp_path):
    chosen = read_environment()
    assert chosen.data == tmp_path / "data"
    assert chosen.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert (chosen.https, chosen.sign_up, chosen.email_url, chosen.database_url) == (False, "open", "", "")


def test_the_data_folder_and_the_secret_are_their_owners_alone(tmp_path):
    read_environment()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


def test_a_folder_that_others_could_read_is_closed(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)
    read_environment()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_the_secret_stays_the_same(tmp_path):
    assert read_environment().secret_key == read_environment().secret_key
    assert len(kept_secret(tmp_path / "another")) >= 50


def test_secrets_are_not_in_the_repr(monkeypatch):
    monkeypatch.setenv("HAVERSACK_SECRET_KEY", "do not tell")
    assert "do not tell" not in repr(read_environment())


def test_a_data_folder_that_is_a_file_is_refused_in_words(monkeypatch, tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(SettingUnreadable, match="cannot be used"):
        read_environment()


@pytest.mark.parametrize("name", ["HAVERSACK_SIGN_UP", "HAVERSACK_HTTPS"])
def test_a_choice_that_is_none_is_refused(monkeypatch, name):
    monkeypatch.setenv(name, "perhaps")
    with pytest.raises(SettingUnreadable, match=f"{name} must be one of"):
        read_environment()


@pytest.mark.parametrize(
    ("chosen", "address"),
    [
        ({}, ""),
        ({"HAVERSACK_ALLOWED_HOSTS": "haversack.example.org"}, ""),  # by http, and nobody knows at which port
        ({"HAVERSACK_ALLOWED_HOSTS": "localhost, .example.org", "HAVERSACK_HTTPS": "yes"}, ""),
        (
            {"HAVERSACK_ALLOWED_HOSTS": "localhost,haversack.example.org", "HAVERSACK_HTTPS": "yes"},
            "https://haversack.example.org",
        ),
        ({"HAVERSACK_ADDRESS": "http://nas.lan:8000/"}, "http://nas.lan:8000"),
    ],
)
def test_the_sites_address_is_chosen_or_told_by_its_hosts(monkeypatch, chosen, address):
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    assert read_environment().address == address


@pytest.mark.parametrize("wrong", ["haversack.example.org", "https://a.example/path", "ftp://a.example", "https://a b"])
def test_an_address_of_no_site_is_refused_in_words(monkeypatch, wrong):
    monkeypatch.setenv("HAVERSACK_ADDRESS", wrong)
    with pytest.raises(SettingUnreadable, match="HAVERSACK_ADDRESS"):
        read_environment()


def test_a_database_address_is_read_with_its_escapes(tmp_path):
    read = database("postgresql://rosa%40home:p%2Fw@db.example:6432/health?sslmode=require", tmp_path / "x")
    wanted = {"USER": "rosa@home", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "6432", "NAME": "health"}
    assert {key: read[key] for key in wanted} == wanted
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_folder_is_a_host(tmp_path):
    assert database("postgresql://postgres:@/health?host=/run/pg", tmp_path / "x")["HOST"] == "/run/pg"


def test_without_address_it_is_sqlite_in_the_data_folder(tmp_path):
    assert database("", tmp_path / "x")["NAME"] == tmp_path / "x"


@pytest.mark.parametrize("url", ["mysql://me:hunter2@host/x", "postgresql://me:hunter2@host/", "sqlite:", "hunter2"])
def test_a_database_address_of_another_kind_is_refused_without_repeating_it(url, tmp_path):
    with pytest.raises(SettingUnreadable) as told:
        database(url, tmp_path / "x")
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "backend", "tls", "implicit"),
    [
        ("smtp://me:pw@mail.example:2525?from=a@b.example", "smtp", True, False),
        ("smtps://mail.example", "smtp", False, True),
        ("smtp://localhost:25", "smtp", False, False),
    ],
)
def test_a_mail_address_is_read(url, backend, tls, implicit):
    found, settings, _ = mail(url)
    assert f".{backend}." in found
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (tls, implicit)


def test_without_mail_address_nothing_is_sent():
    assert mail("")[0] == "django.core.mail.backends.dummy.EmailBackend"


@pytest.mark.parametrize("url", ["https://mail.example", "smtp://", "hunter2"])
def test_a_mail_address_of_another_kind_is_refused_without_repeating_it(url):
    with pytest.raises(SettingUnreadable) as told:
        mail(url)
    assert "hunter2" not in str(told.value)
