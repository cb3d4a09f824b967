"""The settings: read once, never guessed, never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from supportmap.settings import BadSetting, read_settings

SECRETS = ("SUPPORTMAP_DATABASE_URL", "SUPPORTMAP_LIMITS_URL", "SUPPORTMAP_SMTP_URL")


def test_without_any_setting_the_key_is_not_where_the_data_is() -> None:
    settings = read_settings({})
    assert not settings.key_file.is_relative_to(settings.data)
    assert settings.url == f"sqlite:///{settings.data / 'supportmap.sqlite3'}"
    assert (settings.key, settings.database_url) == (None, None)


def test_a_folder_may_be_given_relative_or_in_ones_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert read_settings({"SUPPORTMAP_DATA": "data"}).data == tmp_path / "data"
    assert read_settings({"SUPPORTMAP_KEY_FILE": "~/key"}).key_file == tmp_path / "home" / "key"
    with pytest.raises(BadSetting, match="SUPPORTMAP_DATA: names a home folder"):
        read_settings({"SUPPORTMAP_DATA": "~nobody-of-this-name/data"})
    for folder in ("data?", "data%20"):
        with pytest.raises(BadSetting, match="something else in the address"):
            read_settings({"SUPPORTMAP_DATA": folder})


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" value\n")
    assert read_settings({f"{name}_FILE": str(file)}) == read_settings({name: "value"})


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_was_to_be_filled_in_and_was_not_is_refused(name: str, tmp_path: Path) -> None:
    """Otherwise the service would start with the default: another database, empty."""
    file = tmp_path / "secret"
    file.write_text("\n")
    for environ in ({name: ""}, {name: "  "}, {f"{name}_FILE": str(file)}):
        with pytest.raises(BadSetting, match="is empty"):
            read_settings(environ)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_cannot_be_read_or_is_given_twice_is_refused_without_being_told(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"sentinel \xff")
    for environ, reason in (
        ({f"{name}_FILE": str(tmp_path / "nowhere")}, "can't be read"),
        ({f"{name}_FILE": str(tmp_path)}, "can't be read"),
        ({f"{name}_FILE": str(file)}, "can't be read"),
        ({name: "sentinel", f"{name}_FILE": str(file)}, "given twice"),
    ):
        with pytest.raises(BadSetting, match=reason) as refusal:
            read_settings(environ)
        assert "sentinel" not in str(refusal.value)


def test_the_key_file_is_not_read_with_the_settings_but_with_its_own_care(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    settings = read_settings({"SUPPORTMAP_KEY_FILE": str(file)})
    assert (settings.key, settings.key_file) == (None, file)
    with pytest.raises(BadSetting, match="given twice"):
        read_settings({"SUPPORTMAP_KEY_FILE": str(file), "SUPPORTMAP_KEY": "x"})
    with pytest.raises(BadSetting, match="is empty"):
        read_settings({"SUPPORTMAP_KEY": ""})
