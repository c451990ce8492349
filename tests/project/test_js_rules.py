"""Rules of the browser's modules: what hashed file names need, one duty each, and that data never becomes markup."""

import gzip
import re
from functools import cache
from pathlib import Path

from mapping.storage import lean
from tests.each import each
from tests.modules import module_errors

JS = Path(__file__).resolve().parents[2] / "static" / "js"
MODULES = sorted(JS.rglob("*.js"))
NAMES = [path.relative_to(JS).as_posix() for path in MODULES]
PAGES = [name for name in NAMES if name.startswith("pages/")]
ADMIN = ["admin/map.js"]  # stands beside django-leaflet's scripts, on pages without our modules
STATIC_IMPORT = re.compile(r"^import\b[^;]*?from\s+'([^']+)'", re.MULTILINE | re.DOTALL)
DYNAMIC_IMPORT = re.compile(r"\bimport\(\s*'([^']+)'\s*\)")
FIRST_SIGHT_BYTES = 28_000  # compressed, what the list itself needs before the first tap

each_module = each(NAMES)


def source(name: str) -> str:
    return (JS / name).read_text(encoding="utf-8")


@cache
def code(name: str) -> str:
    """The module without comments. Good enough for our own style: no comment sign stands in a string."""
    without_blocks = re.sub(r"/\*.*?\*/", "", source(name), flags=re.DOTALL)
    return re.sub(r"(^|\s)//[^\n]*", r"\1", without_blocks)


def targets(name: str, pattern: re.Pattern[str]) -> list[str]:
    """The modules a module names, as paths below static/js."""
    folder = (JS / name).parent
    return [(folder / found).resolve().relative_to(JS).as_posix() for found in pattern.findall(code(name))]


def depth(name: str) -> int:
    """How many imports follow one another below a module, those on demand counted from their own start."""
    return max((1 + depth(target) for target in targets(name, STATIC_IMPORT)), default=0)


@each_module
def test_a_module_is_short(name):
    assert len(source(name).splitlines()) < 300


@each_module
def test_a_module_says_at_its_top_what_it_is_for(name):
    assert source(name).startswith("/**")


@each_module
def test_static_imports_end_in_a_semicolon_and_stand_first(name):
    lines = [line for line in code(name).splitlines() if line.strip()]
    statements = re.findall(r"^import\b[^;]*", code(name), flags=re.MULTILINE)
    assert all("\n\n" not in statement for statement in statements), "an import without its semicolon"
    body = code(name)
    last_import = max((match.end() for match in re.finditer(r"^import\b(?!\()[^;]*;", body, re.MULTILINE)), default=0)
    first_other = re.search(r"^(export|const|let|function|class|async)\b", body, re.MULTILINE)
    assert lines
    assert not first_other or first_other.start() >= last_import


@each_module
def test_exports_stand_at_the_declaration(name):
    assert not re.search(r"^export\s*\{", code(name), re.MULTILINE)
    assert not re.search(r"^export\s+\*", code(name), re.MULTILINE)


@each_module
def test_no_import_is_commented_out(name):
    comments = re.findall(r"/\*.*?\*/|//[^\n]*", source(name), flags=re.DOTALL)
    assert not [text for text in comments if re.search(r"^\W*import\s+[\w{*'\"]", text)]


@each_module
def test_imports_are_relative_and_their_targets_exist(name):
    for pattern in (STATIC_IMPORT, DYNAMIC_IMPORT):
        for found in pattern.findall(code(name)):
            assert found.startswith(("./", "../"))
        assert set(targets(name, pattern)) <= set(NAMES)


@each_module
def test_data_never_becomes_markup_or_code(name):
    forbidden = r"(\binnerHTML|\bouterHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|setAttribute\('style')"
    assert not re.findall(forbidden, code(name))


@each([name for name in NAMES if name not in ("ui/keeping.js", "ui/kept-form.js", "ui/picks.js")])
def test_nothing_is_stored_on_the_device_but_the_shortlist_forms_not_sent_and_picks_of_curators(name):
    assert not re.findall(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b", code(name))


@each_module
def test_no_foreign_address_is_asked(name):
    addresses = re.findall(r"https?://[^'\"`\s)]+", code(name))
    # The name of a namespace, and a link that only the visitor follows (the licence of OpenStreetMap asks for it).
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "https://www.openstreetmap.org/copyright"}


@each([name for name in NAMES if name != "map/adapter.js" and name not in ADMIN])
def test_only_the_adapter_touches_leaflet(name):
    assert not re.findall(r"(?<![\w.$])L\.\w|\bprotomapsL\b|\bmarkerClusterGroup\b", code(name))


@each([name for name in NAMES if name.startswith("core/")])
def test_the_core_knows_no_document(name):
    assert not re.findall(r"\b(document|querySelector|HTMLElement)\b", code(name))


@each(NAMES)
def test_folders_depend_in_one_direction(name):
    folder = name.split("/")[0]
    allowed = {
        "admin": set(),
        "offline": set(),
        "core": {"core"},
        "map": {"map"},
        "ui": {"ui"},
        "pages": {"core", "map", "ui"},
    }[folder]
    found = targets(name, STATIC_IMPORT) + targets(name, DYNAMIC_IMPORT)
    assert {target.split("/")[0] for target in found} <= allowed


@each(PAGES)
def test_no_chain_of_imports_is_longer_than_two(name):
    assert depth(name) <= 2
    assert all(depth(target) <= 2 for target in targets(name, DYNAMIC_IMPORT))


def test_what_the_list_needs_before_the_map_is_opened_is_small():
    wanted = {"pages/map.js"}
    while more := {target for name in wanted for target in targets(name, STATIC_IMPORT)} - wanted:
        wanted |= more
    assert (
        sum(len(gzip.compress(lean(f"js/{name}", (JS / name).read_bytes()), 9)) for name in wanted) < FIRST_SIGHT_BYTES
    )


def test_every_module_is_valid(tmp_path):
    broken = tmp_path / "broken.js"
    broken.write_text("import a from './a.js';\nconst b = ;\n")
    assert list(module_errors([*MODULES, broken])) == [str(broken)]
