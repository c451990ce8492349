"""Fixed phrases of openings and committees by code: they are there in every interface language at once."""

from organisations.sentences import mark as _
from organisations.visit_phrases import Question

# By the same codes the kinds stand in sentences.SENTENCES, which the browser knows too.
ICONS = {"seat": "armchair", "guest": "eye", "trial": "run", "helper": "home-hand", "internship": "briefcase"}

ANSWER = Question(
    "message-circle",
    _("How to answer"),
    {
        "message": _("Write us a message here."),
        "phone": _("Phone us."),
        "email": _("Send us an e-mail."),
        "website": _("All about it is on our website."),
        "come": _("Just come."),
    },
)
WHO = Question(
    "users",
    _("Who may sit there?"),
    {
        "everyone": _("Everybody who wants to"),
        "residents": _("People who live here"),
        "members": _("Members"),
        "parents": _("Parents"),
        "young": _("Young people"),
        "older": _("Older people"),
        "disabled": _("People with a disability"),
    },
)
CITIZENSHIP = Question("id-badge-2", _("Is German citizenship needed?"), {"yes": _("Yes"), "no": _("No")})
HOW = Question(
    "armchair",
    _("How does one get a seat?"),
    {
        "elected": _("By an election"),
        "appointed": _("The council appoints the members."),
        "apply": _("By applying for it"),
        "sent": _("An organisation sends its people."),
        "come": _("Just come."),
        "ask": _("Please ask us."),
    },
)
PUBLIC = Question("building-community", _("Are the meetings public?"), {"yes": _("Yes"), "no": _("No")})

# What a committee says by code, in the order of the page.
FACTS = {"who": WHO, "citizenship": CITIZENSHIP, "how": HOW, "public": PUBLIC}
