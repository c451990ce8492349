"""What the README says is so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ = re.compile(r"""(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*["']([A-Z_]+)["']""")


def variables() -> set[str]:
    """All environment variables that the settings and the web server's configuration read."""
    files = [ROOT / "mapping" / "settings.py", ROOT / "mapping" / "gunicorn.py"]
    return {name for file in files for name in READ.findall(file.read_text(encoding="utf-8"))} - {
        "DJANGO_SETTINGS_MODULE"
    }


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_environment_variable_stands_in_the_table_of_the_readme(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`", README))))
def test_every_path_named_in_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists() or any(ROOT.glob(f"*/{path}")) or any(ROOT.glob(f"static/js/{path}"))


@pytest.mark.parametrize("command", sorted(set(re.findall(r"script/manage (\w+)", README))))
def test_every_management_command_named_in_the_readme_exists(command: str) -> None:
    from django.core.management import get_commands

    assert command in get_commands()


def test_changelog_has_a_part_for_what_is_not_released() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
