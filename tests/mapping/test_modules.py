"""Everything a page's module imports is asked for at once."""

import re

import pytest

from mapping.modules import imported
from tests.html import parse


def test_imports_of_imports_are_found_once_each():
    found = imported("js/pages/map.js")
    assert "js/core/query.js" in found
    assert {path for path in found for path in imported(path)} <= set(found)
    assert len(set(found)) == len(found)
    assert "js/pages/map.js" not in found


def test_a_module_that_is_not_there_brings_nothing():
    assert imported("js/pages/none.js") == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("vocabulary")
def test_the_page_preloads_each_of_them(client):
    tree = parse(client.get("/de/").content.decode())
    preloaded = [link.get("href") for link in tree.all("link[rel=modulepreload]")]
    assert [re.sub("^/static/", "", address or "") for address in preloaded] == list(imported("js/pages/map.js"))
