"""Two questions beside each other: told by chance, so that whatever is shown of all pairs makes no number certain."""

import json
from collections import Counter
from dataclasses import replace
from itertools import combinations
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from organisations.participation.evaluation.answered import Form
from organisations.participation.evaluation.counting import counted
from organisations.participation.evaluation.pairs import STEP, crossed, noise
from organisations.participation.evaluation.tables import REST, Look, Pair, added
from organisations.participation.questions.content import Kind, Rule
from tests.conftest import DEEP
from tests.participation import attack
from tests.participation.attack import PairAttack
from tests.participation.test_evaluation_control import ALL, BEHIND, MANY, NUMBER, ONE, content, forms_of, question

TWO = question("two", options="pqr")


class Told:
    """What is added to a number, instead of what chance adds: so that a chosen number comes out."""

    def __init__(self, sums):
        self.sums, self.changes = sums, []

    def __call__(self):
        return self

    def __radd__(self, number):
        """The sum that is wanted for this number; notes what chance would have had to add."""
        wanted = self.sums[len(self.changes)]
        self.changes.append(wanted - number)
        return wanted


class Noted(Told):
    """Chance itself, noting what came out."""

    def __init__(self):
        super().__init__([])

    def __radd__(self, number):
        self.sums.append(number + noise())
        return self.sums[-1]


def still():
    return 0


@given(st.integers(0, 10**6), st.sampled_from([45, 60, 100]))
@settings(max_examples=2 if not DEEP else 200)
def test_no_number_of_two_questions_can_be_worked_out_by_whatever_is_shown(seed, size):
    """For each number other answers are found that give the same tables, and which chance could have shown as the very
    same pairs: all of them together, whoever asks for them in whatever order."""
    forms = forms_of(seed, size)
    for one, other in (*combinations((ONE, MANY, NUMBER), 2), (ONE, BEHIND)):
        asked = content(one, other)
        attacker, chance = PairAttack(asked, one, forms, other), Noted()
        shown = crossed(asked, forms, attacker.shown, chance)
        assert not attacker.pinned()
        needed = Told(chance.sums)
        assert crossed(asked, attacker.last, counted(asked, attacker.last), needed) == shown
        assert len(needed.changes) == len(chance.sums)


def of(*pairs, row="one", column="two"):
    """Forms with these answers to two questions, so many each."""
    return tuple(Form({row: one, column: other}) for number, one, other in pairs for _ in range(number))


def paired(forms, *asked, chance=still):
    """The first two questions beside each other."""
    look = crossed(content(*asked), forms, counted(content(*asked), forms), chance)
    return look.pair(asked[0].code, asked[1].code)


def test_the_attacker_finds_numbers_that_are_only_rounded(monkeypatch):
    """What the test above could find: a row of 23 that is shown as 25, 0 and 0 holds nothing but the 23."""
    monkeypatch.setattr(attack, "MOST_TRIED", 1500)
    forms = of((23, "a", "p"), (8, "b", "p"), (8, "b", "q"), (8, "b", "r"), (6, None, "q"), (6, None, "r"))
    rounded = PairAttack(content(ONE, TWO), ONE, forms, TWO, still)
    assert ("pair", "a", "q") in rounded.pinned() - PairAttack(content(ONE, TWO), ONE, forms, TWO).pinned()


def test_chance_can_add_any_number_and_mostly_adds_little():
    added = Counter(noise() for _ in range(20_000))
    assert {*range(-5, 6)} <= set(added) and abs(sum(n * times for n, times in added.items())) < 2_000
    assert 0.31 < added[0] / 20_000 < 0.36 and sum(added[n] for n in range(-3, 4)) / 20_000 > 0.9


@given(st.integers(0, 10**6), st.sampled_from([45, 60, 250]))
def test_all_numbers_are_multiples_of_five_and_none_is_negative(seed, size):
    forms = forms_of(seed, size)
    look = crossed(ALL, forms, counted(ALL, forms))
    told = [n for beside in look.pairs.values() for pair in beside.values()
            for row in (*pair.cells, pair.across, pair.down) for n in row]  # fmt: skip
    assert all(n >= 0 and n % STEP == 0 for n in told)


@given(st.integers(0, 10**6), st.sampled_from([45, 100]))
def test_rows_and_columns_are_those_whose_own_numbers_are_shown(seed, size):
    """Else many pairs together would tell by their sums what the table of one question hides."""
    forms = forms_of(seed, size)
    look = crossed(ALL, forms, counted(ALL, forms))
    for row, beside in look.pairs.items():
        for column, pair in beside.items():
            assert set(pair.rows) <= {*look.questions[row][""].rows, REST}
            assert set(pair.columns) <= {*look.questions[column][""].rows, REST}


def test_a_pair_read_the_other_way_round_shows_the_same_numbers():
    forms = forms_of(3, 100)
    look = crossed(ALL, forms, counted(ALL, forms))
    one, other = look.pair("one", "many"), look.pair("many", "one")
    assert one and other and one.turned == other and (one.across, one.columns) == (other.down, other.rows)


FEW = ((3, "c", "r"), (4, "d", None))  # hidden together


def test_rare_answers_stand_together_here_too():
    pair = paired(of((22, "a", "p"), (18, "b", "q"), *FEW), ONE, TWO)
    assert pair == Pair(
        ("a", "b", REST), ("p", "q", REST), ((20, 0, 0), (0, 20, 0), (0, 0, 5)), (20, 20, 5), (20, 20, 5)
    )


def test_of_several_answers_those_who_said_both_are_counted():
    forms = of((21, "a", ["x", "y"]), (14, "b", ["y"]), (12, "b", []), *FEW, column="many")
    pair = paired(forms, ONE, MANY)
    assert (pair.rows, pair.columns) == (("a", "b", REST), ("x", "y"))
    assert pair.cells == ((20, 20), (0, 15), (0, 0)) and (pair.across, pair.down) == ((20, 25, 5), (20, 35))


def test_answers_after_which_a_question_is_not_asked_have_no_column():
    behind = question("behind", options="uvw", asked_if=Rule("one", ("a", "c", "d")))
    forms = of((15, "a", "u"), (15, "a", "v"), (20, "b", None), (9, None, None), *FEW, column="behind")
    assert paired(forms, ONE, behind).rows == ("a", REST)


def test_few_who_were_asked_both_are_not_shown():
    few, enough = of((6, "a", "p"), (6, "b", "q"), (5, "c", "r")), of((10, "a", "p"), (6, "b", "q"), (5, "c", "r"))
    assert paired(few, ONE, TWO) is None and paired(enough, ONE, TWO) is not None
    assert paired(few, ONE, TWO, chance=lambda: 2) is not None  # here too chance decides, not the number alone


def test_nobody_who_was_asked_both_is_no_trouble():
    """Chance might make twenty of none."""
    behind, other = (question(key, options="uvw", asked_if=Rule("one", (key,))) for key in "ab")
    halves = [of((15, key, "u"), (15, key, "v"), (5, key, None), column=key) for key in "ab"]
    forms = (*halves[0], *halves[1], *of(*FEW))
    asked = content(ONE, behind, other)
    look = crossed(asked, forms, counted(asked, forms), lambda: 20)
    pair = look.pair("a", "b")
    assert pair and pair.cells[0][0] == 20


@given(st.integers(0, 10**6))
def test_pairs_are_read_as_they_were_stored(seed):
    forms = forms_of(seed, 120)
    look = crossed(ALL, forms, counted(ALL, forms))
    assert Look.of(json.loads(json.dumps(look.data()))) == look


def test_pairs_of_several_counts_are_added_with_what_only_some_show_in_the_rest():
    first, second = (
        crossed(content(ONE, TWO), forms, counted(content(ONE, TWO), forms), still)
        for forms in (
            of((20, "a", "p"), (15, "b", "q"), (9, None, "r")),
            of((25, "a", "p"), (10, "c", "q"), (5, None, "r"), (6, "b", "r")),
        )
    )
    both = added([first, second])
    pair, one, two = both.pair("one", "two"), first.pair("one", "two"), second.pair("one", "two")
    assert pair and one and two and set(pair.rows) <= {*both.questions["one"][""].rows, REST}
    assert sum(map(sum, pair.cells)) == sum(map(sum, (*one.cells, *two.cells)))
    assert sum(pair.across) == sum((*one.across, *two.across)) and sum(pair.down) == sum((*one.down, *two.down))
    a_and_p = [each.cells[each.rows.index("a")][each.columns.index("p")] for each in (pair, one, two)]
    assert a_and_p == [45, 20, 25]


def test_a_pair_that_one_count_hides_is_hidden_in_all_together():
    forms = forms_of(3, 100)
    shown = crossed(ALL, forms, counted(ALL, forms))
    assert added([shown, shown]).pairs and not added([shown, replace(shown, pairs={})]).pairs


def test_a_count_of_an_earlier_release_has_no_pairs():
    forms = forms_of(1, 60)
    data = counted(ALL, forms).data()
    del data["pairs"]
    assert Look.of(data).pair("one", "many") is None


def test_a_thousand_forms_with_many_answers_are_crossed_in_a_second():
    asked = content(*(question(f"q{n}", Kind.MANY, "abcdefghijkl") for n in range(12)))
    forms = [
        Form({f"q{n}": ["abcdefghijkl"[(n * 5 + m) % 12], "abcdefghijkl"[m % 12]] for n in range(12)})
        for m in range(3000)
    ]
    look, begun = counted(asked, forms), perf_counter()
    crossed(asked, forms, look)
    assert perf_counter() - begun < 3
