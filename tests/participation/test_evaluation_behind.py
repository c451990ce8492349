"""Questions whose exact numbers would part what stands together in another's table: shown, and told by chance."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.participation.evaluation.answered import Form
from organisations.participation.evaluation.behind import completed
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import crossed
from organisations.participation.evaluation.tables import Look, added
from organisations.participation.models import Version
from organisations.participation.questions.content import Content, Kind, Rule
from tests.participation.questions import load
from tests.participation.test_evaluation_control import ALL, BEHIND, MANY, ONE, content, forms_of, question
from tests.participation.test_evaluation_pairs import Noted, Told, still

MANY_BEHIND = question("behind", Kind.MANY, "uv", asked_if=Rule("one", ("a", "b")))


def forms(asked=("u", "v"), **sizes):
    """So many forms with each answer; of those who are asked the other question one after the other says each."""
    return [
        Form({"one": None if key == "none" else key, **({"behind": asked[n % len(asked)]} if key in "ab" else {})})
        for key, size in sizes.items()
        for n in range(size)
    ]


def all_of(asked, found, chance=still):
    return completed(asked, found, crossed(asked, found, counted(asked, found)), chance)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["newcomers", "mentors", "associations"])
@pytest.mark.parametrize("silent", [0, 1, 4, 20])
def test_every_shipped_question_is_shown_when_thousands_answered(vocabulary, slug, silent):
    load()
    asked, random = Content.of(Version.objects.get(questionnaire__slug=slug).content), Random(7)
    filled = [_answered(asked, random) for _ in range(2000)]
    for one in asked.questions:
        for place in random.sample(range(2000), silent):
            filled[place].pop(one.code, None)
    look = all_of(asked, [Form(values) for values in filled])
    assert {one.code for one in asked.questions if one.kind != Kind.TEXT} == set(look.questions)


def _answered(asked, random):
    """Answers to all questions; of several answers each is given by about a third."""
    values: dict[str, Any] = {}
    for one in asked.questions:
        if one not in asked.asked(values):
            continue
        codes = list(one.option_by_code) or ["ar", "fa", "tr", "uk"]
        some = [code for code in codes if random.random() < 0.35] or codes[:1]
        number = min(random.choice((0, 3, 20, 80)), one.most)
        answers = {Kind.ONE: random.choice(codes), Kind.SCALE: random.randint(1, 5), Kind.NUMBER: number}
        values[one.code] = answers.get(one.kind, some)
    return values


def test_true_numbers_are_shown_where_they_tell_nothing_of_the_other_table():
    found = all_of(content(ONE, BEHIND), forms(a=33, b=32, c=31, d=30, none=9), chance=None).questions["behind"][""]
    assert found.is_exact and found.asked == (65,)


def test_where_the_sum_would_part_what_stands_together_every_number_is_told_by_chance():
    asked = content(ONE, BEHIND)
    look = all_of(asked, forms(("u", "v", "v"), a=60, b=11, c=31, d=30, none=1))
    assert set(look.questions["one"][""].together) == {"b", "-"}
    table = look.questions["behind"][""]
    assert (dict(table.rows), table.together, table.asked) == ({"u": (25,), "v": (45,)}, ("-",), (70,))
    assert not table.is_exact and not look.pairs


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from([60, 250]))
def test_whatever_is_shown_could_have_been_shown_whatever_the_hidden_numbers_are(seed, other, size):
    """With other forms, of which others were asked, chance could have told the very same."""
    asked, chance = content(ONE, BEHIND, MANY), Noted()
    first, second = (list(forms_of(one, size)) for one in (seed, other))
    exact = counted(asked, first)
    shown = completed(asked, first, exact, chance)
    needed = Told(chance.sums)
    if "behind" not in exact.questions:
        assert completed(asked, second, exact, needed) == shown and len(needed.changes) == len(chance.sums)


@given(st.integers(0, 10**6), st.sampled_from([45, 250]))
def test_what_chance_told_are_multiples_of_five_of_which_none_is_small(seed, size):
    found = forms_of(seed, size)
    for tables in all_of(ALL, found).questions.values():
        for table in tables.values():
            if not table.is_exact:
                numbers = [*(row[0] for row in table.rows.values()), *table.asked]
                assert all(number >= 5 and number % 5 == 0 for number in numbers) and table.asked[0] >= 20


def test_of_several_answers_each_is_told_by_chance():
    asked = content(ONE, MANY_BEHIND)
    table = all_of(asked, forms((["u"], ["u", "v"], []), a=60, b=12, c=31, d=30, none=1)).questions["behind"][""]
    assert (dict(table.rows), table.rest, table.asked) == ({"u": (50,), "v": (25,)}, (), (70,))


@pytest.mark.parametrize(
    "sizes",
    [{"a": 6, "b": 7, "c": 31, "d": 30, "none": 1}, {"a": 90, "none": 1}, {"a": 90, "b": 3, "c": 1}],
    ids=["few were asked", "all said the same", "nearly all said the same"],
)
def test_it_is_hidden_where_few_were_asked_or_the_other_table_is_hidden(sizes):
    assert "behind" not in all_of(content(ONE, BEHIND), forms(**sizes)).questions


def test_it_is_hidden_where_nearly_all_answered_the_same():
    assert "behind" not in all_of(content(ONE, BEHIND), forms(("u",), a=60, b=11, c=31, d=30, none=1)).questions


def test_a_question_behind_one_that_is_told_by_chance_is_told_by_chance_too():
    last = question("last", options="xy", asked_if=Rule("behind", ("u",)))
    found = [
        Form(form.values | ({"last": "xy"[n // 2 % 2]} if form.values.get("behind") == "u" else {}))
        for n, form in enumerate(forms(a=80, b=20, c=31, d=30, none=1))
    ]
    table = all_of(content(ONE, BEHIND, last), found).questions["last"][""]
    assert not table.is_exact and table.asked == (50,)


def test_it_is_read_as_it_was_stored_and_added_up_with_a_mark():
    asked = content(ONE, BEHIND)
    look = all_of(asked, forms(a=60, b=11, c=31, d=30, none=1))
    assert Look.of(json.loads(json.dumps(look.data()))) == look
    true = all_of(asked, forms(a=33, b=32, c=31, d=30, none=9))
    both = added([look, true]).questions
    assert not both["behind"][""].is_exact and both["one"][""].is_exact
    assert both["behind"][""].asked == (look.questions["behind"][""].asked[0] + 65,)
