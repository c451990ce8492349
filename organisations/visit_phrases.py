"""The fixed phrases of the first visit by code: whatever an entry answers is there in every interface language.

Each phrase stands for itself: none is put together from pieces. Placeholders hold names that are not translated (a
stop, a bell), numbers or an amount of money.
"""

from dataclasses import dataclass

from organisations.sentences import Plural, mark, plural

_ = mark

TITLE = _("Your first visit")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the card, its icon, and the possible answers by code."""

    icon: str
    text: str
    answers: dict[str, str | Plural]


WHEN = Question(
    "calendar-event",
    _("When can I come?"),
    {
        "any": _("Come to any meeting. You do not have to register."),
        "early": _("Come 15 minutes before we begin."),
        "open_hours": _("Come at any time while we are open."),
        "public_session": _("Come to any public session. You may sit and listen."),
        "first_of_month": _("Come to the first meeting of a month."),
        "course": _("Come when a new course begins. Please ask us for the day."),
        "by_appointment": _("Please agree on a day with us first."),
        "call": _("Please phone us before you come."),
        "write": _("Please write to us before you come."),
    },
)
ASK_FOR = Question(
    "user-heart",
    _("Whom can I ask for?"),
    {
        "contact": _("The contact person"),
        "trainer": _("The trainer"),
        "teacher": _("The teacher"),
        "leader": _("The leader of the group"),
        "board": _("Somebody on the board"),
        "chair": _("The chairperson"),
        "reception": _("The reception desk"),
        "office": _("The office"),
        "host": _("The person who opens the door"),
        "anyone": _("Anyone who is there"),
        "welcome": _("You do not have to ask. Somebody will welcome you."),
    },
)
WEAR = Question(
    "shirt-sport",
    _("What should I wear?"),
    {
        "anything": _("Anything you like"),
        "comfortable": _("Comfortable clothes"),
        "sportswear": _("Sports clothes"),
        "indoor_shoes": _("Clean sports shoes for indoors"),
        "sturdy_shoes": _("Sturdy shoes"),
        "no_shoes": _("No shoes, we train barefoot"),
        "socks": _("Thick socks"),
        "swimwear": _("Swimwear of any kind, a burkini too"),
        "weather": _("Clothes for rain and cold"),
        "old": _("Clothes that may get dirty"),
        "covered": _("Clothes that cover shoulders and knees"),
    },
)
BRING = Question(
    "backpack",
    _("What should I bring?"),
    {
        "nothing": _("Nothing"),
        "drink": _("Something to drink"),
        "food": _("Something to eat, to share with others"),
        "towel": _("A towel"),
        "instrument": _("Your instrument, if you have one"),
        "racket": _("Your racket, if you have one"),
        "bicycle": _("Your bicycle"),
        "helmet": _("A helmet"),
        "pen": _("Paper and a pen"),
        "documents": _("Letters and papers you need help with"),
        "identity": _("An identity card or passport"),
        "repair": _("The thing that needs repairing"),
        "gloves": _("Work gloves"),
        "child": _("Your child"),
        "dog": _("Your dog"),
        "friend": _("A friend, if you like"),
    },
)
COST = Question(
    "coin-euro",
    _("What does the first time cost?"),
    {
        "free": _("Nothing"),
        "first_free": plural("The first visit is free of charge.", "The first %(n)s visits are free of charge."),
        "amount": "%(amount)s",  # an amount of money is written by CLDR
        "donation": _("You give as much as you like."),
        "ask": _("Please ask us."),
    },
)
WATCH = Question(
    "eye",
    _("May I just watch?"),
    {
        "yes": _("Yes, you are welcome."),
        "no": _("No, everybody takes part. You do not have to be good at it."),
        "ask": _("Please ask us first."),
    },
)
WAY = Question(
    "bus",
    _("How do I get there?"),
    {
        "bus": _("Bus to the stop %(name)s"),
        "bus_line": _("Bus %(lines)s to the stop %(name)s"),
        "train": _("S-Bahn train to the station %(name)s"),
        "train_line": _("S-Bahn train %(lines)s to the station %(name)s"),
        "tram": _("Light rail to the stop %(name)s"),
        "tram_line": _("Light rail %(lines)s to the stop %(name)s"),
        "walk": plural("Then %(n)s minute on foot", "Then %(n)s minutes on foot"),
        "bell": _("Ring the bell with the name %(name)s"),
        "entrance": _("The entrance is here: %(name)s"),
        "entrance_behind": _("The entrance is behind the house."),
        "entrance_yard": _("The entrance is in the yard."),
        "ground_floor": _("On the ground floor"),
        "floor": _("On floor %(n)s"),
        "basement": _("In the basement"),
        "room": _("The room is called %(name)s"),
        "lift": _("There is a lift."),
        "parking": _("You can park a car there."),
        "fetched": _("We fetch you from the stop if you ask us."),
    },
)
LANGUAGES = Question("language", _("Who speaks which language?"), {})
MORE_LANGUAGES = plural("%(n)s more language", "%(n)s more languages")

CHOICES = {"when": WHEN, "ask_for": ASK_FOR, "watch": WATCH}
LISTS = {"wear": WEAR, "bring": BRING}
# What a step of the way needs besides its code: a name, a number, or nothing. Lines are always optional.
NAMED = ("bus", "train", "tram", "bell", "entrance", "room")
NUMBERED = ("walk", "floor")
WITH_LINES = ("bus", "train", "tram")
STEPS = tuple(code for code in WAY.answers if not code.endswith("_line"))
