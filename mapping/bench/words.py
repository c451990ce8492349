"""Words of which the synthetic entries are made; a composed name may by chance be that of a real town."""

# What an organisation calls itself, its kind, and its topics (the main one first).
TYPES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Sportverein", "club", ("sport", "football", "gymnastics")),
    ("Turnverein", "club", ("gymnastics", "athletics")),
    ("Sportfreunde", "club", ("football",)),
    ("Fußballclub", "club", ("football",)),
    ("Turngemeinde", "club", ("gymnastics", "handball", "sport")),
    ("Schwimmverein", "club", ("swimming", "water-rescue")),
    ("Tennisclub", "club", ("tennis",)),
    ("Handballgemeinschaft", "club", ("handball",)),
    ("Tischtennisfreunde", "club", ("table-tennis",)),
    ("Volleyballverein", "club", ("volleyball",)),
    ("Judoclub", "club", ("martial-arts",)),
    ("Lauftreff", "initiative", ("running", "sports-for-health")),
    ("Radfahrverein", "club", ("cycling",)),
    ("Wanderverein", "club", ("hiking", "nature")),
    ("Schachclub", "club", ("chess", "games")),
    ("Kletterfreunde", "club", ("climbing",)),
    ("Reitverein", "club", ("animals", "sport")),
    ("Schützenverein", "club", ("sport", "history")),
    ("Gesangverein", "club", ("choir",)),
    ("Kirchenchor", "club", ("choir", "church")),
    ("Musikverein", "club", ("brass-band", "music-lessons")),
    ("Blaskapelle", "club", ("brass-band",)),
    ("Tanzkreis", "club", ("dance",)),
    ("Theatergruppe", "club", ("theatre",)),
    ("Trommelgruppe", "initiative", ("band", "music")),
    ("Kleingartenverein", "club", ("allotment", "gardening")),
    ("Obstbauverein", "club", ("gardening", "environment")),
    ("Imkerverein", "club", ("beekeeping",)),
    ("Naturfreunde", "club", ("nature", "environment", "hiking")),
    ("Tierschutzverein", "club", ("animals",)),
    ("Sprachcafé", "initiative", ("language-cafe", "neighbourhood-meeting")),
    ("Deutschkurs", "initiative", ("german-course",)),
    ("Sprachpartner", "initiative", ("conversation-partner",)),
    ("Lernhilfe", "initiative", ("homework-help", "youth")),
    ("Lesekreis", "initiative", ("reading", "library")),
    ("Begegnungscafé", "initiative", ("neighbourhood-meeting", "refugee-help")),
    ("Frauentreff", "initiative", ("women",)),
    ("Seniorentreff", "initiative", ("seniors", "games")),
    ("Spielekreis", "initiative", ("games",)),
    ("Elterncafé", "initiative", ("parents", "family")),
    ("Krabbelgruppe", "initiative", ("childcare-group", "parents")),
    ("Jugendclub", "initiative", ("youth",)),
    ("Pfadfinderstamm", "club", ("scouts", "youth")),
    ("Nachbarschaftshilfe", "initiative", ("neighbourhood-help", "visiting-service")),
    ("Freundeskreis Asyl", "initiative", ("refugee-help", "sponsorship")),
    ("Tafelladen", "initiative", ("food-bank",)),
    ("Hospizgruppe", "initiative", ("hospice",)),
    ("Integrationsrat", "committee", ("integration-council",)),
    ("Jugendgemeinderat", "committee", ("youth-council",)),
    ("Gesamtelternbeirat", "committee", ("parents-council", "school-parents")),
    ("Seniorenrat", "committee", ("seniors-council",)),
    ("Ausschuss für Soziales", "committee", ("town-council",)),
    ("Bürgerinitiative", "initiative", ("citizens-initiative", "environment")),
    ("Repair-Café", "initiative", ("repair-cafe",)),
    ("Fahrradwerkstatt", "initiative", ("bicycle-workshop",)),
    ("Nähstube", "initiative", ("sewing", "second-hand")),
    ("Offene Werkstatt", "initiative", ("makerspace", "computers")),
    ("Freiwillige Feuerwehr", "club", ("fire-brigade",)),
    ("Sanitätsgruppe", "club", ("red-cross",)),
    ("Kulturverein", "club", ("migrant-organisation", "culture", "cooking")),
    ("Heimatverein", "club", ("history",)),
    ("Fotokreis", "club", ("photography", "art")),
    ("Narrenzunft", "club", ("carnival",)),
    ("Selbsthilfegruppe", "initiative", ("self-help", "mental-health")),
)
MOTTOS = (
    "Morgenrot Eintracht Frohsinn Concordia Harmonie Vorwärts Frisch-Auf Edelweiß Lindenhof Sonnenschein Regenbogen"
    " Brückenbau Miteinander Zusammen Aufbruch Ankommen Willkommen Horizont Kompass Leuchtturm Wegweiser Treffpunkt"
    " Marktplatz Mühlenbach Rosengarten Sternschnuppe Weitblick Rückenwind Heimathafen Nordlicht Abendstern Bergfried"
    " Waldkauz Eisvogel Kranich Schwalbennest Igelbau Ameisenhügel Bienenkorb Apfelbaum Kastanie Ahorn Birkenhain"
    " Eichengrund Tannenzapfen Wiesengrund Quellental Bachlauf Seeblick Talblick Hochwacht Burgblick Schlosshof"
    " Torhaus Zehntscheuer Alte-Schule Neue-Mitte Oststadt Weststadt Südstadt Nordstadt Altstadt Vorstadt Bahnhof"
    " Rathaus Festhalle Uhlberg Schillerplatz Goetheplatz Lessing Humboldt Kepler Curie Noether Schumann Silcher"
    " Mendelssohn Telemann Buxtehude Weberviertel Gerberviertel Färberhof Schmiedeplatz Kornhaus Salzstadel Weinberg"
    " Hopfengarten Krautacker Filderkraut Spitzkohl Sauerteig Kaffeeklatsch Teestunde Samowar Basar Oase Karawane"
).split()
FIRST_YEAR, YEARS = 1880, 140

STEMS = (
    "Adel Ahorn Alten Amsel Auer Bären Birken Blumen Brunn Buchen Dachs Dorn Eber Eichen Elster Erlen Eschen Falken"
    " Fichten Fuchs Garten Geiß Gersten Hagen Hasel Heide Herren Hirsch Hohen Holder Immen Kalten Kranz Kreuz Langen"
    " Lauter Linden Malten Marken Meisen Mühl Nessel Otter Pappel Quellen Raben Reben Reiher Roggen Rosen Salz Schwan"
    " Sommer Specht Stein Sulz Tannen Tauben Ulmen Wachtel Weiden Wein Wiesel Winter Wolfs Ziegel"
).split()
ENDINGS = (
    "heim hausen stadt dorf ingen berg burg feld bach kirchen au hofen weiler rode tal brunn furt born see wald büttel"
).split()
BEFORE = ("", "", "", "Ober", "Unter", "Neu", "Groß", "Klein")

SUMMARIES = {
    "de": (
        "Wir treffen uns jede Woche und freuen uns über alle, die neu in {town} sind.",
        "Bei uns kann man ohne Vorkenntnisse mitmachen, das erste Mal ist kostenlos.",
        "Offene Gruppe für Jung und Alt in {town} und Umgebung.",
        "Wir helfen einander im Alltag und lernen dabei voneinander.",
        "Gemeinsam in Bewegung: wer mag, kommt einfach vorbei.",
    ),
    "en": (
        "We meet every week and are glad about everybody who is new in {town}.",
        "No experience needed, the first visit is free.",
        "An open group for young and old in {town}.",
    ),
    "ar": (
        "نلتقي كل أسبوع ونرحب بكل من هو جديد في {town}.",
        "لا حاجة إلى خبرة سابقة، والزيارة الأولى مجانية.",
        "مجموعة مفتوحة للصغار والكبار.",
    ),
}
SENTENCES = {
    "de": (
        "Unsere Gruppe besteht aus etwa {n} Menschen aus vielen Ländern.",
        "Zum Schnuppern genügt es, einmal zur gewohnten Zeit vorbeizukommen.",
        "Bequeme Kleidung und etwas zu trinken reichen für den Anfang.",
        "Der Beitrag beträgt im Jahr {n} Euro, für Familien gibt es eine Ermäßigung.",
        "Wer Fragen hat, ruft an oder schreibt uns; wir antworten in wenigen Tagen.",
        "In den Ferien fällt das Treffen aus, im Sommer sind wir meistens draußen.",
        "Kinder dürfen mitkommen, eine Ecke zum Spielen ist eingerichtet.",
        "Einmal im Jahr feiern wir ein Fest, zu dem die ganze Nachbarschaft eingeladen ist.",
        "Die Räume liegen {n} Gehminuten von der Haltestelle entfernt.",
        "Mitglied werden muss am Anfang niemand.",
    ),
    "en": (
        "Our group has about {n} members from many countries.",
        "Just come along at the usual time, {n} minutes early is best.",
        "There is no need to register.",
        "Children are welcome and have a corner to play in.",
    ),
    "ar": (
        "تتكون مجموعتنا من حوالي {n} شخصًا من بلدان كثيرة.",
        "يكفي الحضور في الموعد المعتاد دون تسجيل.",
        "الأطفال مرحب بهم.",
    ),
}
AUDIENCE = ("Erwachsene jeden Alters", "Kinder ab sechs Jahren", "Jugendliche und junge Erwachsene", "Familien", "Alle")
PLACES = ("Vereinsheim", "Turnhalle", "Gemeindehaus", "Bürgerhaus", "Grundschule", "Jugendhaus", "Rathaus", "Stadion")
STREETS = ("Hauptstraße", "Schulweg", "Gartenstraße", "Bahnhofstraße", "Am Bach", "Ringstraße", "Sonnenweg", "Hofgasse")
GIVEN = ("Amira", "Anna", "Burak", "Elena", "Farid", "Jonas", "Leyla", "Maria", "Oksana", "Paul", "Samir", "Yara")
FAMILY = ("Acker", "Baumgart", "Demirtas", "Eberle", "Hofer", "Kaya", "Lindner", "Novak", "Rahimi", "Sommer", "Vogel")
RULES = (
    "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=WEEKLY;BYDAY=WE",
    "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=WEEKLY;BYDAY=SA",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=2SU",
)
TITLES = ("Training", "Treffen", "Probe", "Offene Stunde", "Kindergruppe", "Anfänger")
# Language codes with the parts of a hundred entries that speak them, and openness flags likewise.
SPOKEN = {
    "en": 30, "ar": 9, "tr": 9, "ru": 8, "uk": 7, "fr": 6, "es": 5, "fa": 5, "it": 4, "pl": 4, "ro": 3, "hr": 3,
    "el": 2, "sq": 2, "ku": 2, "pt": 2, "ti": 1, "so": 1, "vi": 1, "zh": 1, "bg": 1, "sr": 1, "ur": 1, "ps": 1,
}  # fmt: skip
FLAGS = {
    "newcomers-welcome": 55, "beginners-welcome": 48, "trial-visit": 40, "free-or-low-cost": 35, "families": 22,
    "youth-welcome": 20, "seniors-welcome": 18, "no-registration": 25, "women-only": 4, "men-only": 1, "childcare": 5,
    "equipment-lent": 8, "online-possible": 4, "looks-after-new-members": 10, "mentor-available": 4,
    "hosts-internships": 2, "travel-help": 3, "committee-seats-without-citizenship": 3,
}  # fmt: skip

# What is offered, by kind and language.
OFFERS: dict[str, dict[str, str]] = {
    "seat": {"de": "Ein Platz im Gremium ist frei", "en": "A seat is free", "ar": "مقعد شاغر"},
    "guest": {"de": "Als Gast zur nächsten Sitzung", "en": "Come to our next meeting", "ar": "ضيف في الجلسة القادمة"},
    "trial": {"de": "Drei Mal zur Probe", "en": "Try it three times", "ar": "ثلاث مرات للتجربة"},
    "helper": {"de": "Hilfe beim Sommerfest", "en": "Help at our summer party", "ar": "مساعدة في حفل الصيف"},
    "internship": {"de": "Praktikum im Büro", "en": "Internship in our office", "ar": "تدريب في المكتب"},
}
