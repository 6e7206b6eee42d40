"""How environment variables become settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandorla.config import variables


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("off", False), ("", False)],
)
def test_flag_is_read(monkeypatch, value, meant):
    monkeypatch.setenv("MANDORLA_DEBUG", value)

    assert variables.env_flag("MANDORLA_DEBUG") == meant


def test_flag_is_refused_when_it_is_no_yes_or_no(monkeypatch):
    monkeypatch.setenv("MANDORLA_DEBUG", "maybe")

    with pytest.raises(ValueError, match="MANDORLA_DEBUG is 'maybe'"):
        variables.env_flag("MANDORLA_DEBUG")


def test_list_drops_blanks(monkeypatch):
    monkeypatch.setenv("MANDORLA_HOSTS", " a.example, ,b.example,")

    assert variables.env_list("MANDORLA_HOSTS") == ["a.example", "b.example"]


def test_text_counts_as_not_set_when_it_is_empty(monkeypatch):
    monkeypatch.setenv("MANDORLA_TIME_ZONE", " ")

    assert variables.env_text("MANDORLA_TIME_ZONE", "UTC") == "UTC"


def test_needed_variable_is_refused_when_it_is_missing(monkeypatch):
    monkeypatch.delenv("MANDORLA_OIDC_SECRET", raising=False)

    with pytest.raises(ValueError, match="MANDORLA_OIDC_SERVER is set, so MANDORLA_OIDC_SECRET"):
        variables.env_needed("MANDORLA_OIDC_SECRET", by="MANDORLA_OIDC_SERVER")


def test_database_is_pooled_when_it_is_postgresql():
    config = variables.database_at("postgres://ana:secret@db.example:5433/mandorla")

    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example", 5433, "mandorla")
    assert config["CONN_MAX_AGE"] == 0
    assert config["OPTIONS"]["pool"]["max_size"] == 8


def test_database_is_tuned_when_it_is_sqlite_elsewhere():
    config = variables.database_at("sqlite:////srv/mandorla/register.sqlite3")

    assert config == variables.tuned_sqlite(Path("/srv/mandorla/register.sqlite3"))


@pytest.mark.parametrize("url", ["mysql://host/name", "mandorla", "postgres"])
def test_database_is_refused_when_it_is_another_one(url):
    with pytest.raises(ValueError, match=r"neither postgres:// nor sqlite://"):
        variables.database_at(url)


def test_mail_goes_out_encrypted_when_it_is_submitted():
    sent = variables.mail_by("submission://ana:secret@mail.example:587")

    assert (sent["EMAIL_HOST"], sent["EMAIL_PORT"], sent["EMAIL_USE_TLS"]) == (
        "mail.example",
        587,
        True,
    )


def test_mail_is_refused_when_the_address_is_no_address():
    with pytest.raises(ValueError, match="MANDORLA_MAIL_URL"):
        variables.mail_by("mail.example")
