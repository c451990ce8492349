"""What of the answers may be known: hidden numbers stay open whatever is shown beside them."""

import json
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.participation.evaluation import counting
from organisations.participation.evaluation.answered import Form, Rows
from organisations.participation.evaluation.control import LEAST, LEAST_GROUP, Partition
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.tables import Look, added
from organisations.participation.questions.content import Content, Kind, Option, Question, Rule
from tests.conftest import DEEP
from tests.participation import attack
from tests.participation.attack import Attack


def question(code, kind=Kind.ONE, options="abcd", **more):
    return Question(code, kind, {}, options=tuple(Option(one, {}) for one in options), **more)


def content(*questions):
    return Content({}, {}, {}, questions)


ONE, MANY = question("one"), question("many", Kind.MANY, "xyz")
BEHIND = question("behind", options="uv", asked_if=Rule("one", ("a", "b")))
NUMBER = question("number", Kind.NUMBER, "", most=60)
ALL = content(ONE, MANY, BEHIND, NUMBER)


def forms_of(seed, size):
    """Forms of a town: some answers and areas are rare, some areas answer otherwise than others."""
    random = Random(seed)
    liked = {area: [random.choice((0, 1, 3, 20)) for _ in range(5)] for area in "nsw"}
    found = []
    for _ in range(size):
        area = random.choices("nsw", [8, 7, random.choice((0, 1, 6))])[0]
        groups = {"area": area, "language": random.choices(("de", "ar", "fa"), [8, 6, 1])[0]}
        one = random.choices([*"abcd", None], [*liked[area][:4], liked[area][4] or 1])[0]
        values = {"one": one, "many": [key for key in "xyz" if random.random() < liked[area]["xyz".index(key)] / 20]}
        if one in ("a", "b"):
            values["behind"] = random.choices(["u", "v", None], [*liked["n"][:2], 1])[0]
        values["number"] = random.choice((0, 1, 5, 5, 20, None))
        found.append(Form(values, groups))
    return tuple(found)


def attacks(forms):
    """On each question; of the others only those that depend on it can change with its answers."""
    for asked, whole in ((ONE, (ONE, BEHIND)), (MANY, (MANY,)), (BEHIND, (ONE, BEHIND)), (NUMBER, (NUMBER,))):
        yield Attack(content(*whole), asked, forms)


def tables_of(look):
    return [(axis, table) for tables in look.questions.values() for axis, table in tables.items()]


@given(st.integers(0, 10**6), st.sampled_from([45, 60, 100]))
@settings(max_examples=12 if not DEEP else 300)
def test_no_hidden_number_can_be_worked_out_by_whatever_is_shown(seed, size):
    for one in attacks(forms_of(seed, size)):
        assert not one.pinned()


def test_the_attacker_finds_numbers_where_only_small_ones_are_hidden(monkeypatch):
    """What the test above could find: without a second hidden row the sum of the table tells the first."""

    def careless(rows, *args, **kwargs):
        small = [key for key, numbers in rows.items() if min(numbers) < LEAST]
        return Partition(tuple(key for key in rows if key not in small), tuple(small))

    monkeypatch.setattr(counting, "partition", careless)
    monkeypatch.setattr(attack, "MOST_TRIED", 500)
    forms = [
        Form({"one": key}) for key, number in {"a": 9, "b": 8, "c": 3, "d": 7, None: 6}.items() for _ in range(number)
    ]
    assert ("", "", "c") in Attack(content(ONE), ONE, tuple(forms)).pinned()


@given(st.integers(0, 10**6), st.sampled_from([45, 60, 250]))
def test_no_number_is_below_five_nor_what_is_left_of_the_sum(seed, size):
    look = counted(ALL, forms_of(seed, size))
    for axis, table in tables_of(look):
        sums = look.groups[axis].sums if axis else (look.forms,)
        for numbers in [*table.rows.values(), *([table.rest] if table.rest else [])]:
            assert all(LEAST <= n <= most - LEAST for n, most in zip(numbers, sums, strict=True))
        for key, numbers in table.rows.items():
            assert axis == "" or sum(numbers) >= LEAST, key
    for grouping in look.groups.values():
        assert min(grouping.sums) >= LEAST_GROUP and len(grouping.sums) > 1


@given(st.integers(0, 10**6))
def test_a_hidden_row_is_hidden_by_every_axis(seed):
    for tables in counted(ALL, forms_of(seed, 150)).questions.values():
        crossed = [set(table.rows) for axis, table in tables.items() if axis]
        assert all(rows == crossed[0] and rows <= set(tables[""].rows) for rows in crossed)


@given(st.integers(0, 10**6))
def test_the_order_of_the_forms_and_who_comes_first_change_nothing(seed):
    forms = forms_of(seed, 90)
    mixed = sorted(forms, key=lambda form: repr(form.values))
    assert counted(ALL, forms) == counted(ALL, mixed)


@given(st.integers(0, 10**6))
def test_a_look_is_read_as_it_was_stored(seed):
    look = counted(ALL, forms_of(seed, 120))
    assert Look.of(json.loads(json.dumps(look.data()))) == look


def plain(answers, asked=ONE):
    """The table of a question by the numbers of its answers."""
    forms = [Form({asked.code: key}) for key, number in answers.items() for _ in range(number)]
    found = counted(content(asked), forms).questions.get(asked.code)
    return found and found[""]


def test_a_small_number_takes_the_next_one_with_it():
    table = plain({"a": 30, "b": 12, "c": 3, "d": 20, None: 9})
    assert dict(table.rows) == {"a": (30,), "b": (12,), "d": (20,)}
    assert (table.together, table.rest) == (("c", "-"), (12,))


def test_small_numbers_that_are_enough_together_leave_the_others_alone():
    table = plain({"a": 30, "b": 3, "c": 4, "d": 20, None: 9})
    assert (table.together, table.rest) == (("b", "c"), (7,)) and len(table.rows) == 3


def test_nobody_is_hidden_as_well_as_few_are():
    table = plain({"a": 30, "b": 20, None: 9})
    assert (table.together, table.rest) == (("c", "d", "-"), (9,))


@pytest.mark.parametrize("answers", [{"a": 60}, {"a": 58, "b": 2}, {"a": 3, "b": 4}, {None: 60}])
def test_nothing_is_shown_when_all_answered_the_same_or_few_answered(answers):
    assert plain(answers) is None


def test_hidden_numbers_that_are_all_four_take_one_more():
    """Three that are hidden and twelve in sum could only be four each."""
    table = plain({"a": 30, "b": 4, "c": 4, "d": 4, None: 20})
    assert (table.together, table.rest) == (("b", "c", "d", "-"), (32,))


def test_of_several_answers_each_is_shown_if_enough_said_it_and_enough_did_not():
    forms = [Form({"many": ["x", "y"]})] * 20 + [Form({"many": ["x", "z"]})] * 4 + [Form({"many": None})] * 3
    table = counted(content(MANY), forms).questions["many"][""]
    assert dict(table.rows) == {"y": (20,)} and (table.together, table.rest) == (("x", "z"), ())


def test_numbers_are_in_groups_that_do_not_depend_on_the_answers():
    few, many = Rows(ALL, NUMBER), Rows(content(NUMBER, question("c", asked_if=Rule("number", (), 18))), NUMBER)
    assert few.keys == ("0", "1", "2", "5", "10", "20", "50", "-") and few.bounds_of("50") == (50, 60)
    assert "18" in many.keys and many.key_of(Form({"number": 18})) == "18" and many.key_of(Form({"number": 17})) == "10"


def test_own_words_are_in_no_table():
    asked = question("words", Kind.TEXT, "")
    assert counted(content(asked), [Form({"words": "Ich heiße Anna."})] * 60).questions == {}


def test_a_question_that_depends_on_a_hidden_answer_is_hidden():
    """How many were asked would tell how many gave the answer."""
    sizes = {"a": 14, "b": 13, "c": 12, "d": 15, None: 16}
    said = ("u", "u", "v", None)
    often = [Form({"one": key, "behind": said[n % 4]}) for key, size in sizes.items() for n in range(size)]
    assert counted(content(ONE, BEHIND), often).questions["behind"][""].asked == (27,)
    rare = [form for n, form in enumerate(often) if form.values["one"] != "b" or n % 6 == 0]
    found = counted(content(ONE, BEHIND), rare).questions
    assert set(found["one"][""].together) == {"b", "c"} and "behind" not in found


def test_areas_with_few_forms_stand_together():
    sizes = {"north": 40, "south": 30, "west": 12, "": 15}
    forms = [Form({"one": "ab"[n % 2]}, {"area": area}) for area, size in sizes.items() for n in range(size)]
    look = counted(content(ONE), forms)
    assert look.groups["area"].columns == ("north", "south", "*") and look.groups["area"].sums == (40, 30, 27)
    assert "language" not in look.groups


def test_counts_are_added_by_what_they_show_alone():
    first, second = (
        plain({"a": 30, "b": 12, "c": 3, "d": 20, None: 9}),
        plain({"a": 6, "b": 2, "c": 7, "d": 8, None: 5}),
    )
    one, two = Look(74, {}, {"one": {"": first}}), Look(28, {}, {"one": {"": second}})
    both = added([one, two]).questions["one"][""]
    assert dict(both.rows) == {"a": (36,), "d": (28,)} and (both.rest, both.asked) == ((38,), (102,))
    assert set(both.together) == {"b", "c", "-"}


def test_thousands_of_forms_are_counted_in_seconds():
    forms, begun = forms_of(5, 3000), perf_counter()
    counted(ALL, forms)
    assert perf_counter() - begun < 3
