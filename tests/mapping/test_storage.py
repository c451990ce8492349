"""Our modules go out without their comments, and say the same."""

from pathlib import Path

import pytest
from django.conf import settings

from mapping.storage import OUR_MODULES, without_comments
from tests.modules import module_errors

ROOT = Path(settings.BASE_DIR) / "static"
MODULES = [path for path in sorted((ROOT / "js").rglob("*.js")) if OUR_MODULES.match(path.relative_to(ROOT).as_posix())]


def test_comments_on_lines_of_their_own_go_and_code_stays():
    source = (
        b"/** A. */\n/**\n * B\n */\nimport a from './a.js';\n  // c\nconst b = 'x // y'; // d\nlet e = /* f */ 1;\n"
    )
    assert without_comments(source) == b"import a from './a.js';\nconst b = 'x // y'; // d\nlet e = /* f */ 1;\n"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_text_of_a_module_looks_like_a_comment_of_its_own_line(path):
    """A line of a template literal that begins like one would be lost."""
    inside = False
    for line in without_comments(path.read_bytes()).decode().splitlines():
        inside ^= line.count("`") % 2 == 1
    assert not inside
    texts = path.read_text(encoding="utf-8").split("`")[1::2]
    assert not [
        text for text in texts if "\n" in text and ("\n//" in text.replace(" ", "") or "\n/*" in text.replace(" ", ""))
    ]


def test_every_module_is_still_valid(tmp_path):
    for number, path in enumerate(MODULES):
        (tmp_path / f"{number}-{path.name}").write_bytes(without_comments(path.read_bytes()))
    assert module_errors(tmp_path.iterdir()) == {}


def test_it_is_worth_it():
    before, after = (sum(len(make(path.read_bytes())) for path in MODULES) for make in (bytes, without_comments))
    assert after < before * 0.85
