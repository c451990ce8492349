"""Sentences of the interface that only the browser says; the keys stand in `say(…)` of static/js."""

from organisations.sentences import SENTENCES, Plural, plural
from organisations.sentences import mark as _

WORDS: dict[str, str | Plural] = SENTENCES | {
    # Results
    "results": plural("%(n)s group", "%(n)s groups"),
    "show": plural("Show %(n)s group", "Show %(n)s groups"),
    "no_results": _("No results"),
    "without": plural("Without “\u2068%(name)s\u2069”: %(n)s group", "Without “\u2068%(name)s\u2069”: %(n)s groups"),
    "one_less": _("One filter less helps."),
    "other_words": _("Try other words or fewer filters."),
    "nothing": _("Nothing here yet"),
    "loading": _("Loading"),
    "page_of": _("Page %(page)s of %(pages)s"),
    # Filters
    "remove": _("Remove filter %(name)s"),
    "more": plural("%(n)s more", "%(n)s more"),
    "more_topic": plural("%(n)s more topic", "%(n)s more topics"),
    "more_language": plural("%(n)s more language", "%(n)s more languages"),
    "understood": _("My language or little German"),
    "understood_other": _("%(language)s or little German"),
    "near_me": _("Near me"),
    "within": _("Within %(distance)s"),
    "in_map": _("This part of the map"),
    "quoted": _("“%(text)s”"),
    "wheelchair": _("Wheelchair accessible"),
    "fresh": _("Checked within 12 months"),
    # Map
    "zoom_in": _("Zoom in"),
    "zoom_out": _("Zoom out"),
    "my_position": _("My position"),
    "position_denied": _("Your position is not known. Please allow it in the browser, or choose a place."),
    "map_offline": _("The map pictures are not there just now. Outlines and names stay."),
    "map_failed": _("The map could not be loaded. The list shows the same entries."),
    "cluster": plural("%(n)s group near %(place)s, zoom in", "%(n)s groups near %(place)s, zoom in"),
    "cluster_plain": plural("%(n)s group here, zoom in", "%(n)s groups here, zoom in"),
    "of_in_view": _("%(number)s of %(total)s in view"),
    "previous": _("Previous entry"),
    "next": _("Next entry"),
    "close": _("Close"),
    "view": _("View entry"),
    "route": _("Route"),
    "no_tiles_slow": _("To save data, the map pictures are not loaded. Outlines and places are there."),
    "load_tiles": _("Load the map pictures"),
    # Shortlist
    "keep": _("Keep in my shortlist"),
    "kept": _("In my shortlist"),
    "keep_named": _("Keep %(name)s in my shortlist"),
    "keep_failed": _(
        "Your browser does not let this site keep anything. Your shortlist works until you close the page."
    ),
    "shortlist_count": plural("My shortlist: %(n)s group", "My shortlist: %(n)s groups"),
    "copy_by_hand": _("Please copy this address:"),
    # States
    "offline": _("You are offline. Data of %(date)s."),
    "offline_search": _("Without a connection, the search finds the beginnings of words only."),
    "failed": _("That did not work. Please try again."),
    "copied": _("Link copied"),
    "kept_offline": _("You are offline. This is what the list says about it, with data of %(date)s."),
    "back_to": plural("Back to %(n)s group", "Back to %(n)s groups"),
}
