"""Our modules and style sheets go out without comments and indentation, and say the same."""

import re
from pathlib import Path

from django.conf import settings

from mapping.storage import HashedModules, is_ours, lean
from tests.each import each
from tests.modules import module_errors

ROOT = Path(settings.BASE_DIR) / "static"
OURS = [path for path in sorted(ROOT.rglob("*")) if is_ours(path.relative_to(ROOT).as_posix())]
MODULES = [path for path in OURS if path.suffix == ".js"]
STYLES = [path for path in OURS if path.suffix == ".css"]
TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|`[^`]*`")

each_file = each(OURS, lambda path: path.name)


def test_comments_on_lines_of_their_own_and_indentation_go_and_code_stays():
    source = (
        b"/** A. */\n/**\n * B\n */\nimport a from './a.js';\n\n  // c\nconst b = 'x // y'; // d\n"
        b"  let e = /* f */ 1;\n/* g */ e = 2; /* h */\n"
    )
    expected = b"import a from './a.js';\nconst b = 'x // y'; // d\nlet e = /* f */ 1;\n/* g */ e = 2; /* h */\n"
    assert lean("js/core/a.js", source) == expected


def test_a_style_sheet_keeps_two_slashes():
    assert lean("css/a.css", b"/* a\n   b */\n.c {\n  d: e;\n  //f\n}\n") == b".c{\nd:e;\n//f\n}\n"


@each_file
def test_no_text_runs_over_several_lines_or_looks_like_a_comment_of_its_own_line(path):
    """Of such a text a part would be lost."""
    source = path.read_text(encoding="utf-8")
    assert not [line for line in source.splitlines() if line.endswith("\\")]
    code = lean(path.relative_to(ROOT).as_posix(), path.read_bytes()).decode()
    assert not [line for line in code.splitlines() if line.count("`") % 2]
    assert not [text for text in TEXT.findall(code) if "\n" in text or "/*" in text]


def test_every_module_is_still_valid(tmp_path):
    for number, path in enumerate(MODULES):
        name = path.relative_to(ROOT).as_posix()
        (tmp_path / f"{number}-{path.name}").write_bytes(lean(name, path.read_bytes()))
    assert module_errors(tmp_path.iterdir()) == {}


@each(STYLES, lambda path: path.name)
def test_a_style_sheet_keeps_every_rule(path):
    def words(css: str) -> list[str]:
        spaced = re.sub(r"([{};:])", r" \1 ", re.sub(r"/\*.*?\*/", " ", css, flags=re.DOTALL))
        return re.sub(r";\s+}", "}", spaced).replace("}", " } ").split()

    source = path.read_text(encoding="utf-8")
    assert words(lean(path.relative_to(ROOT).as_posix(), source.encode()).decode()) == words(source)


def test_what_goes_out_is_lean_and_what_is_not_ours_stays(tmp_path):
    storage = HashedModules(location=tmp_path, base_url="/static/")
    names = ["js/core/words.js", "css/print.css", "leaflet/leaflet.css"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for image in re.findall(r"url\((images/[^)]+)\)", (ROOT / names[2]).read_text()):
        (tmp_path / "leaflet" / image).parent.mkdir(exist_ok=True)
        (tmp_path / "leaflet" / image).write_bytes(b"")
    list(storage.post_process({name: (storage, name) for name in names}))
    for name in names[:2]:
        assert storage.open(storage.stored_name(name)).read() == lean(name, (ROOT / name).read_bytes())
    assert b"/*" in storage.open(storage.stored_name(names[2])).read()


def test_a_new_release_leaves_the_files_that_pages_still_open_ask_for(tmp_path):
    storage = HashedModules(location=tmp_path, base_url="/static/")
    names = []
    for source in (b"export const a = 1;\n", b"export const a = 2;\n"):
        (tmp_path / "a.js").write_bytes(source)
        list(storage.post_process({"a.js": (storage, "a.js")}))
        names.append(storage.stored_name("a.js"))
    assert len(set(names)) == 2
    assert [storage.open(name).read() for name in names] == [b"export const a = 1;\n", b"export const a = 2;\n"]


def test_it_is_worth_it():
    before, after = (
        sum(len(make(path.relative_to(ROOT).as_posix(), path.read_bytes())) for path in OURS)
        for make in (lambda _name, source: source, lean)
    )
    assert after < before * 0.85
