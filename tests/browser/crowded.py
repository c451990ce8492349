"""An invented entry that answers the first visit with as much as the form takes."""

from datetime import date

from organisations.document import Contact, Cost, FirstVisit, Language, Meeting, OrganisationDocument, Step
from organisations.visit_phrases import ASK_FOR, BRING, WATCH, WEAR, Question
from tests.factories import document, meeting, place

NAME = "Gemeinnützige Beispielgesellschaft für Begegnung, Bildung und Bewegung der Einwohnerinnen und Einwohner e. V."
STOP = "Musterplatz am Bürgerzentrum der Beispielsiedlung, Haupteingang Nord, Steig 4"


def crowded(steps: int = 4, things: int = 5) -> OrganisationDocument:
    """The longest phrases, so many steps with long names, and so many things to wear and to bring."""
    person = Contact(name="Alexandra-Theodora Beispielmann-Mustermayer", languages=("de", "ar", "fa", "uk", "tr"))
    lines = "951, 952, 953, 954, 955, 956"
    way = (Step("bus", STOP, lines), Step("tram", STOP, lines), Step("entrance", STOP), Step("room", STOP))
    visit = FirstVisit(
        when="any",
        ask_for=_longest(ASK_FOR, 1)[0],
        person=person.id,
        wear=_longest(WEAR, things),
        bring=_longest(BRING, things),
        cost=Cost("first_free", visits=10),
        watch=_longest(WATCH, 1)[0],
        way=way[:steps],
    )
    return document(
        NAME,
        first_visit=visit,
        contacts=(person,),
        languages=tuple(Language(code, "on_request") for code in ("ar", "fa", "uk", "tr", "ru", "pl", "ro", "hr")),
        meetings=(_titled("MO"), _titled("TU"), _titled("WE")),
        places=(place(name="Haus der Begegnung Beispielstadt-Mitte", street="Straße der Beispiele und Muster 124"),),
        closed_from=date.today(),
    )


def _titled(day: str) -> Meeting:
    return meeting(f"FREQ=MONTHLY;BYDAY=1{day}", title={"de": "Offenes Treffen mit gemeinsamem Abendessen"})


def _longest(question: Question, most: int) -> tuple[str, ...]:
    """The codes of the longest phrases."""
    return tuple(sorted(question.answers, key=lambda code: -len(str(question.answers[code])))[:most])
