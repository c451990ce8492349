"""The catalogues of the interface are complete and sound."""

import ast
import re
from functools import cache
from gettext import c2py
from pathlib import Path

import polib
import pytest
from babel import Locale
from django.conf import settings

from mapping.messages import KEYWORDS, SOURCES, catalogues, collect_into, compile_catalogue, messages_for
from mapping.page_words import WORDS
from organisations.curate.map_words import MAP_WORDS
from organisations.languages import written_in
from organisations.sentences import plural_numbers

PLURALS = re.compile(r"nplurals=(\d+); plural=(.*);")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != "en"]
# Messages whose words are the same in a language and in English or German.
SAME = {
    "de": {"Enter", "Format", "Import", "Links", "Mails", "Original"},
    "de-simple": {"Version %(number)s"},
    "es": {"Original"},
    "tr": {"List", "Telephone"},
    "fr": {
        "Contact",
        "Description",
        "Distance",
        "Initiative",
        "List",
        "Original",
        "Pages",
        "Question",
        "Questionnaires",
        "Questions",
        "Sections",
        "Sources",
        "Suggestions",
        "Version %(number)s",
    },
    "it": {"E-mail", "Partners"},
    "pl": {"Contact", "E-mail", "Telephone"},
    "ro": {"Calendar", "Contact", "E-mail", "Telephone"},
    "hr": {"Contact", "Telephone"},
}
USED = {language: messages_for(language) for language in TRANSLATED}


@cache
def catalogue(language):
    return polib.pofile(str(catalogues()[language]))


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", TRANSLATED)
class TestCatalogue:
    def test_every_message_of_the_sources_is_translated(self, language):
        present = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue(language)}
        used = USED[language]
        missing = [m for m in used if (m.context, m.text) not in present or not all(forms(present[m.context, m.text]))]
        assert missing == [], "run: manage.py build_messages --collect, then translate"

    def test_nothing_stands_there_that_no_source_uses(self, language):
        used = {(message.context, message.text) for message in USED[language]}
        assert [entry.msgid for entry in catalogue(language) if (entry.msgctxt or "", entry.msgid) not in used] == []

    def test_nothing_is_marked_as_unsure(self, language):
        assert [entry.msgid for entry in catalogue(language) if entry.fuzzy] == []

    def test_placeholders_are_those_of_the_message(self, language):
        """A form for few things may say the number in a word, so `n` may be missing there; nothing may be new."""
        for entry in catalogue(language):
            wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
            for text in forms(entry):
                found = set(PLACEHOLDER.findall(text))
                assert found <= wanted, text
                assert wanted - found <= ({"n"} if entry.msgid_plural else set()), text
                assert text.replace("%%", "").count("%") == len(PLACEHOLDER.findall(text)), text

    def test_plural_forms_are_those_of_the_language(self, language):
        po = catalogue(language)
        count = int(PLURALS.findall(po.metadata["Plural-Forms"])[0][0])
        assert count == len({*Locale.parse(written_in(language)).plural_form.tags, "other"})
        assert all(set(entry.msgstr_plural) == set(range(count)) for entry in po if entry.msgid_plural)

    def test_every_number_gets_the_form_of_its_category(self, language):
        po = catalogue(language)
        expression = PLURALS.findall(po.metadata["Plural-Forms"])[0][1]
        form, category = c2py(expression), Locale.parse(written_in(language)).plural_form
        pairs = {(category(number), form(number)) for number in range(1000)}
        assert len(pairs) == len({name for name, _ in pairs}) == len({index for _, index in pairs})

    def test_nothing_is_left_in_english(self, language):
        left = [e.msgid for e in catalogue(language) if e.msgstr == e.msgid and len(PLACEHOLDER.sub("", e.msgid)) > 4]
        assert set(left) - SAME.get(language, set()) - {"Name", "Partners", "Website", "Initiative"} == set()

    def test_nothing_is_left_in_german(self, language):
        if language in ("de", "de-simple"):
            return
        german = {(entry.msgctxt, entry.msgid): set(forms(entry)) for entry in catalogue("de")}
        left = [
            entry.msgid
            for entry in catalogue(language)
            for text in forms(entry)
            if len(PLACEHOLDER.sub("", text)) > 4 and text in german[entry.msgctxt, entry.msgid]
        ]
        assert set(left) - SAME.get(language, set()) == set()


def test_the_browser_gets_one_form_for_each_plural_category():
    assert set(plural_numbers("ar")) == {"zero", "one", "two", "few", "many", "other"}
    assert set(plural_numbers("de")) == {"one", "other"}


def test_every_sentence_the_browser_says_is_handed_to_it():
    said = set()
    for path in Path(settings.BASE_DIR, "static/js").rglob("*.js"):
        said |= set(re.findall(r"\bsay\(\s*'([a-z_0-9]+)'", path.read_text(encoding="utf-8")))
    assert said - set(WORDS) - set(MAP_WORDS) == set()


def test_a_catalogue_is_compiled_only_when_it_changed(tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "List"\nmsgstr "Liste"\n'
    )
    assert compile_catalogue(path)
    assert not compile_catalogue(path)
    assert polib.mofile(str(path.with_suffix(".mo")))[0].msgstr == "Liste"


def test_collecting_adds_what_is_new_and_removes_what_is_gone(tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "Gone long ago"\nmsgstr "Weg"\n'
    )
    assert collect_into(path) == (len({(message.context, message.text) for message in USED["de"]}), 1)


def hidden_in_texts(source: Path) -> list[str]:
    """Messages that stand inside an f-string: whoever collects messages sees one text there, and no call."""
    return [
        f"{source.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for text in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]


def test_no_message_is_hidden_in_a_text_where_it_would_never_be_translated():
    sources = [path for pattern in SOURCES if pattern.endswith(".py") for path in settings.BASE_DIR.glob(pattern)]
    assert len(sources) > 400
    assert [found for path in sources for found in hidden_in_texts(path)] == []
