"""What curators are told beside the numbers: how they were changed, what is hidden, what cannot be compared and why."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.participation.evaluation.choice import ALL, Choice
from organisations.participation.evaluation.compared import Apart, Why
from organisations.participation.evaluation.control import LEAST_GROUP
from organisations.participation.questions.content import Said

BY_CHANCE = gettext_lazy(
    "Of two questions beside each other all numbers are rounded to multiples of 5 and changed a little by chance, "
    "rarely by more than 5; what is below 5 then is hidden. So the numbers do not quite add up, and no small number "
    "can be worked out from them, not even from many tables."
)
SOME_BY_CHANCE = gettext_lazy(
    "The numbers of some questions are rounded to multiples of 5 and changed a little by chance. These questions are "
    "only asked after certain answers, and their true number would tell how many gave an answer that is hidden."
)
HIDDEN = {
    "area": gettext_lazy(
        "By area: hidden, because there are fewer than two groups of at least %(number)s forms each. Smaller groups "
        "are put together first, so that nobody can be recognised."
    ),
    "language": gettext_lazy(
        "By language: hidden, because there are fewer than two groups of at least %(number)s forms each. Smaller "
        "groups are put together first, so that nobody can be recognised."
    ),
}
ADDED = gettext_lazy("This was done in each of the counts that are added up here: together they can be further off.")
COMPARED = gettext_lazy(
    "Beside each other stand the questions that can be compared: with the same answers, asked of the same people. "
    "Where the German words were changed, each wording stands beside the numbers of its own version."
)
BARS = gettext_lazy(
    "Bars are as long as their numbers, in all columns alike. How many forms a column has stands in the table."
)
WHY = {
    Why.ONE_ALONE: gettext_lazy("only asked in: %(count)s"),
    Why.KIND: gettext_lazy("answered in another way"),
    Why.ANSWERS: gettext_lazy("other answers could be chosen: one was added or taken out"),
    Why.NUMBERS: gettext_lazy("other numbers could be given, or they are put in other groups"),
    Why.PEOPLE: gettext_lazy("asked of other people: after other answers, or of everybody"),
}


def not_by(choice: Choice) -> list[str]:
    """By what a count cannot be read, and why: a sentence each."""
    if choice.one is None:
        return []
    shown = choice.one.look.groups
    found = [str(why) % {"number": LEAST_GROUP} for axis, why in HIDDEN.items() if axis not in shown]
    if choice.one.number == ALL:
        found = [_("By area or language each count can be read alone: in each of them other groups are put together.")]
    if not choice.columns_to_choose:
        found.append(
            _("By another question: hidden, because too few forms answered two questions with numbers to show.")
        )
    return found


def changed(choice: Choice) -> list[str]:
    """How numbers were changed by chance, and how versions are compared; none if that is not so."""
    found = [str(COMPARED)] if choice.other else []
    if choice.one and choice.column:
        found.append(f"{BY_CHANCE} {ADDED}" if choice.one.number == ALL else str(BY_CHANCE))
    elif any(one.is_by_chance for one in choice.questions):
        found.append(str(SOME_BY_CHANCE))
    return found


def notes(choice: Choice) -> list[str]:
    """The same, and how bars are drawn."""
    return changed(choice) + [str(BARS) for one in choice.questions if one.has_bars_by_number][:1]


def apart(choice: Choice) -> list[tuple[Said, str]]:
    """The questions that cannot be compared, each with the reason."""
    return [(one.said, _why(one)) for one in choice.apart]


def _why(one: Apart) -> str:
    return str(WHY[one.why]) % {"count": one.only_in}
