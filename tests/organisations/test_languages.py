"""Names of languages."""

import pytest

from organisations.languages import language_name


@pytest.mark.parametrize(
    ("code", "own", "german", "direction"),
    [
        ("ar", "العربية", "Arabisch", "rtl"),
        ("uk", "Українська", "Ukrainisch", "ltr"),
        ("tr", "Türkçe", "Türkisch", "ltr"),
        ("prs", "فارسی (افغانستان)", "Dari", "rtl"),
        ("zh-Hans", "中文 (简体)", "Chinesisch (vereinfacht)", "ltr"),
        ("rom", "Romani", "Romani", "ltr"),
        ("ka", "ქართული", "Georgisch", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_that_of_the_interface(code, own, german, direction):
    found = language_name(code, "de")
    assert (found.own, found.name, found.direction) == (own, german, direction)


def test_a_code_nobody_knows_is_shown_as_it_is():
    assert language_name("qaa-x-made", "de").name.lower().startswith("qaa")
