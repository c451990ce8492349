"""Foreign code in the repository is what its list says it is."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
PACKAGES = json.loads((STATIC / "vendor" / "vendor.json").read_text(encoding="utf-8"))
FILES = [(name, digest) for package in PACKAGES for name, digest in package["files"].items()]


@pytest.mark.parametrize(("name", "digest"), FILES)
def test_a_vendored_file_has_the_checksum_of_the_list(name, digest):
    found = hashlib.sha384((STATIC / name).read_bytes()).digest()
    assert "sha384-" + base64.b64encode(found).decode() == digest


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_package_names_version_and_licence_and_brings_its_text(package):
    assert package["version"] and package["licence"]
    assert (STATIC / package["licence_file"]).stat().st_size > 500


def test_no_script_lies_beside_the_vendored_ones_without_being_listed():
    found = {
        path.relative_to(STATIC).as_posix()
        for folder in ("leaflet", "vendor")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in {".js", ".css", ".png"}
    }
    assert found == {name for name, _ in FILES}


@pytest.mark.parametrize(("name", "_digest"), [pair for pair in FILES if pair[0].endswith(".js")])
def test_a_vendored_script_names_no_source_map_that_is_not_there(name, _digest):
    assert "sourceMappingURL" not in (STATIC / name).read_text(encoding="utf-8")
