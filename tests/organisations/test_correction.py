"""Misspelt words of a search: what they are taken for, what wins, and that it is said."""

import random
from datetime import date

import pytest
from django.db import connection
from django.utils.translation import override

from organisations.document import Text
from organisations.facets import count_facets
from organisations.matching import Matching
from organisations.models import DataVersion, Listing, Organisation, Topic, Word
from organisations.search import OrganisationQuery
from organisations.services.terms import term_changed, vocabulary_changes
from organisations.services.words import refresh_words, words_are_outdated, words_of_topic
from organisations.text import fold, words
from organisations.vocabulary import vocabulary as terms
from tests.factories import change, organisation
from tests.organisations.typos import slipped

pytestmark = pytest.mark.usefixtures("vocabulary")


def found(text: str) -> list[str]:
    return [listing.name for listing in Matching.of(OrganisationQuery(q=text)).ordered()]


def shown_for(text: str) -> str:
    wording = Matching.of(OrganisationQuery(q=text)).wording
    return wording.shown_for if wording else ""


@pytest.fixture
def clubs() -> None:
    """Some clubs whose words are listed."""
    organisation("Bunter Ball")
    organisation("Treffpunkt Frauen", topics=("women",), area="musberg", places=())
    organisation("Liederkranz Stetten", topics=("choir",), area="musberg", places=())
    organisation("Nähstube Stettin", topics=("sewing",) if "sewing" in terms().topic_by_slug else ("women",))
    refresh_words()


def test_each_word_is_corrected_by_itself_and_it_is_said_as_people_write_it(clubs: None) -> None:
    assert found("Fusball Bernhausn") == ["Bunter Ball"]
    assert shown_for("Fusball Bernhausn") == "Fußball Bernhausen"
    assert shown_for("bunter Fusball!") == "bunter Fußball"


def test_what_is_found_as_it_is_written_is_never_corrected(clubs: None) -> None:
    assert found("Stettin") == ["Nähstube Stettin"]
    assert found("Stetten") == ["Liederkranz Stetten"]
    assert shown_for("Stetten") == ""


def test_a_word_that_occurs_stays_beside_one_that_is_corrected(clubs: None) -> None:
    assert found("Stetten Liderkranz") == ["Liederkranz Stetten"]
    assert shown_for("Stetten Liderkranz") == "Stetten Liederkranz"


def test_two_real_words_that_never_stand_together_stay_as_they_are(clubs: None) -> None:
    assert found("Liederkranz Stettin") == []
    assert shown_for("Liederkranz Stettin") == ""


def test_the_beginning_of_a_word_beside_others_may_be_a_mistake(clubs: None) -> None:
    organisation("Singkreis Linde", topics=("choir",))
    organisation("Lindwurm", topics=("women",))
    refresh_words()
    assert found("Singkreis Lindw") == ["Singkreis Linde"]
    assert shown_for("Singkreis Lindw") == "Singkreis Linde"


def test_a_correction_is_named_in_the_readers_language_else_in_german(clubs: None) -> None:
    for typed, tongue, named in [
        ("fusbal", "de", "Fußball"),
        ("fusbal", "de-simple", "Fußball"),
        ("fusbal", "ar", "Fußball"),
        ("fusbal", "hr", "fudbal"),
        ("fusbal", "tr", "Futbol"),
        ("fusbal", "es", "Fútbol"),
        ("futbl", "de", "Fußball"),
        ("nogmet", "uk", "Футбол"),
        ("nogmet", "hr", "Nogomet"),
    ]:
        with override(tongue):
            assert found(typed) == ["Bunter Ball"], (typed, tongue)
            assert shown_for(typed) == named, (typed, tongue)


def test_what_is_named_is_what_is_looked_for(clubs: None) -> None:
    organisation("Kicker am Tisch", topics=("choir",), texts={"de": Text(summary="Fußball am Tisch.")})
    refresh_words()
    assert shown_for("futbl") == "Fußball"
    assert sorted(found("futbl")) == sorted(found("Fußball")) == ["Bunter Ball", "Kicker am Tisch"]


def test_whatever_is_mistyped_no_correction_names_words_of_two_languages_or_of_a_foreign_one(clubs: None) -> None:
    chance = random.Random(7)
    listed = list(Word.objects.filter(entries__gt=0, word__regex="^[a-z]{6,12}$").order_by("word"))
    for one in chance.sample(listed, 40):
        typed = slipped(one.word, chance.choice(["missing", "doubled", "replaced"]), chance)
        wording = Matching.of(OrganisationQuery(q=typed)).wording
        for term in wording.terms if wording else ():
            tongues = [set(reading.languages) for reading in term.named if reading.languages and term.corrected]
            assert not tongues or set.intersection(*tongues), (typed, term)


def test_real_words_of_any_language_are_never_called_a_mistake() -> None:
    organisation("Bunter Ball")
    organisation("Schalter", topics=("women",))
    refresh_words()
    listed = {word for topic in terms().topics for _language, text in words_of_topic(topic) for word in words(text)}
    for word in random.Random(7).sample(sorted(listed), 60):
        assert shown_for(word) == "", word
    for text in ("Arabisch", "Kinderbetreuung", "العربية"):
        assert shown_for(text) == "", text


def test_a_real_word_stays_real_when_the_last_entry_with_it_goes() -> None:
    entry = organisation("Bunter Ball")
    organisation("Fußbad", topics=("women",))
    refresh_words()
    change(entry, state="archived")
    refresh_words()
    assert shown_for("Fußball") == ""
    assert found("nogmet") == [], "nothing is corrected to a word that no entry has"
    change(entry, state="public")
    refresh_words()
    assert shown_for("Fusball") == "Fußball"


def test_other_words_of_the_same_topic_are_looked_for_but_not_named(clubs: None) -> None:
    organisation("Klub fudbala", language="hr", topics=("choir",), texts={"hr": Text(summary="Igramo fudbal.")})
    refresh_words()
    assert sorted(found("fusbal")) == ["Bunter Ball", "Klub fudbala"]
    assert shown_for("fusbal") == "Fußball"


def test_a_word_nobody_wrote_is_taken_for_the_two_it_is_made_of_in_any_order(clubs: None) -> None:
    for text in ("frauentreff", "Frauentreffpunkt", "Treffpunktfrauen"):
        assert found(text) == ["Treffpunkt Frauen"], text
    assert shown_for("frauentreffpunkt") == "Frauen Treffpunkt"


def test_umlauts_and_sharp_s_may_be_written_out(clubs: None) -> None:
    for text in ("Naehstube", "Naehstueb", "Fussball naehstube", "fuszball"):
        assert found(text) in (["Nähstube Stettin"], ["Bunter Ball"], []), text
    assert found("Naehstube") == ["Nähstube Stettin"]
    assert found("fuszball") == ["Bunter Ball"]


def test_a_beginning_with_a_slip_is_found_too(clubs: None) -> None:
    organisation("Spielgemeinschaft", topics=("choir",))
    refresh_words()
    assert found("Spilgemein") == ["Spielgemeinschaft"]


def test_several_words_equally_near_are_all_found_and_named() -> None:
    organisation("Tanne", topics=("choir",))
    organisation("Wanne", topics=("choir",))
    refresh_words()
    assert sorted(found("Xanne")) == ["Tanne", "Wanne"]
    assert shown_for("Xanne") == "Tanne/Wanne"


def test_forms_of_one_word_are_found_and_named_once() -> None:
    organisation("Wanne", topics=("choir",))
    organisation("Wannen", topics=("choir",))
    refresh_words()
    assert sorted(found("Wahne")) == ["Wanne", "Wannen"]
    assert sorted(found("Wamnen")) == ["Wanne", "Wannen"]
    assert "/" not in shown_for("Wahne") + shown_for("Wamnen")


def test_in_quotes_nothing_is_corrected(clubs: None) -> None:
    assert found('"Fusball"') == []
    assert found('"Fußball"') == ["Bunter Ball"]
    wording = Matching.of(OrganisationQuery(q="Fusball")).wording
    assert wording and found(wording.exact) == []


def test_words_in_other_scripts_are_corrected(clubs: None) -> None:
    assert "Bunter Ball" in found("футбл")
    assert found("كرة القدمم") == ["Bunter Ball"]


def test_what_nobody_could_mean_finds_nothing_and_nothing_is_said(clubs: None) -> None:
    assert found("zzzzqqq") == []
    assert found("Fusball zzzzqqq") == []
    assert shown_for("Fusball zzzzqqq") == ""


def test_other_filters_do_not_change_what_a_word_is_taken_for_and_counts_agree(clubs: None) -> None:
    matching = Matching.of(OrganisationQuery(q="Fusball", kind=("committee",)))
    assert matching.wording and matching.wording.shown_for == "Fußball"
    assert matching.count() == 0
    whole = Matching.of(OrganisationQuery(q="Fusball"))
    assert count_facets(whole, terms()).total == whole.count() == whole.listings().count() == 1


def test_a_list_older_than_the_data_hides_no_exact_hit(clubs: None) -> None:
    organisation("Bunter Balll", topics=("choir",))
    organisation("Zwirbelkreis", topics=("choir",), texts={"de": Text(summary="Hier wird gezwirbelt.")})
    assert words_are_outdated()
    assert found("Balll") == ["Bunter Balll"]
    assert found("Zwirbelkreis") == found("gezwirbelt") == ["Zwirbelkreis"]


def test_a_word_that_is_listed_but_gone_is_named_no_more(clubs: None) -> None:
    Listing.objects.filter(name="Bunter Ball").delete()
    assert found("Fusball") == []
    assert shown_for("Fusball") == ""


def test_without_any_list_similar_words_are_still_found() -> None:
    organisation("Bunter Ball")
    assert not Word.objects.exists()
    assert found("Bernhausn") == ["Bunter Ball"]


def test_many_misspelt_words_ask_the_database_hardly_more_often_than_one(clubs: None) -> None:
    text = "Fusball Bernhausn Bunnter Vereim Lidrkranz Stettenn Traffpunkt Frauenn"
    with connection.execute_wrapper(_count):
        _count.n = 0  # type: ignore[attr-defined]
        Matching.of(OrganisationQuery(q=text))
        assert _count.n <= 16  # type: ignore[attr-defined]


def _count(execute: object, sql: object, params: object, many: object, context: object) -> object:
    _count.n += 1  # type: ignore[attr-defined]
    return execute(sql, params, many, context)  # type: ignore[operator]


# The list


def test_the_list_holds_words_of_what_is_public_alone() -> None:
    organisation("Bunter Ball")
    organisation("Geheimverein", state="draft")
    organisation("Altverein", ends_on=date(2020, 1, 1))
    refresh_words()
    listed = set(Word.objects.values_list("word", flat=True))
    assert {"bunter", "bernhausen", "filderstadt", "fussball", "futbol", "футбол"} <= listed
    assert not {"geheimverein", "altverein"} & listed


def test_a_word_carries_its_usual_spelling_and_the_number_of_entries() -> None:
    for name in ("Fußball eins", "Fußball Fussball zwei", "FUSSBALL drei"):
        organisation(name, topics=("choir",))
    refresh_words()
    word = Word.objects.get(word="fussball")
    assert (word.shown, word.entries) == ("Fußball", 3)


def test_a_second_run_changes_nothing_and_keeps_the_version_of_the_data() -> None:
    organisation("Bunter Ball")
    refresh_words()
    before = DataVersion.current()
    refresh_words()
    assert DataVersion.current() == before
    assert not words_are_outdated()


def test_changes_of_entries_and_of_the_vocabulary_make_the_list_outdated() -> None:
    entry = organisation("Bunter Ball")
    refresh_words()
    change(entry, name="Kunterbunter Kreisel")
    assert words_are_outdated()
    refresh_words()
    assert {"kunterbunter", "kreisel"} <= set(Word.objects.values_list("word", flat=True))
    assert not Word.objects.filter(word="bunter").exists()
    with vocabulary_changes():
        topic = Topic.objects.get(slug="football")
        topic.search_words["de"] = ["Bolzerei"]
        topic.save()
        term_changed(topic)
    assert words_are_outdated()
    refresh_words()
    assert Word.objects.get(word="bolzerei").entries == 1


def test_an_entry_that_goes_takes_its_words_along() -> None:
    entry = organisation("Zwirbelkreis")
    refresh_words()
    change(entry, state="archived")
    refresh_words()
    assert not Word.objects.filter(word="zwirbelkreis").exists()
    assert Organisation.objects.count() == 1


def test_the_dot_of_easy_german_parts_no_word() -> None:
    assert fold("Nachbar·schafts·hilfe") == "nachbarschaftshilfe"
    assert words("Fuß·ball und Chor") == ["fussball", "und", "chor"]
    organisation("Nachbar·schafts·treff", topics=("choir",))
    refresh_words()
    assert found("nachbarschaftstreff") == ["Nachbar·schafts·treff"]
