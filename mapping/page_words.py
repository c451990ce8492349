"""Sentences of the interface that only the browser says; the keys stand in `say(…)` of static/js."""

from organisations.sentences import SENTENCES, Plural, plural
from organisations.sentences import mark as _

WORDS: dict[str, str | Plural] = SENTENCES | {
    # Results
    "results": plural("%(n)s group", "%(n)s groups"),
    "show": plural("Show %(n)s group", "Show %(n)s groups"),
    "sure_line": plural(
        "%(n)s of them is sure: promised for always or certain days, and checked within %(months)s months.",
        "%(n)s of them are sure: promised for always or certain days, and checked within %(months)s months.",
    ),
    "sure_of": plural("%(n)s sure", "%(n)s sure"),
    "no_results": _("No results"),
    "without": plural("Without “\u2068%(name)s\u2069”: %(n)s group", "Without “\u2068%(name)s\u2069”: %(n)s groups"),
    "one_less": _("One filter less helps."),
    "one_word_less": _("One word less helps."),
    "other_words": _("Try other words or fewer filters."),
    "shown_for": _("Shown for “\u2068%(text)s\u2069”."),
    "search_exactly": _("Search for exactly “\u2068%(text)s\u2069”"),
    "sort_best": _("Best matches"),
    "sort_fresh": _("Up to date first"),
    "suggestions": plural("%(n)s suggestion", "%(n)s suggestions"),
    "suggestions_none": _("No suggestions"),
    "suggestions_title": _("Suggestions"),
    "topic": _("Topic"),
    "language": _("Language"),
    "area": _("Place"),
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
    "near_place": _("Near \u2068%(place)s\u2069"),
    "within_of": _("Within %(distance)s of \u2068%(place)s\u2069"),
    "near_this": _("Near this place"),
    "within_this": _("Within %(distance)s of this place"),
    "in_map": _("This part of the map"),
    "quoted": _("“%(text)s”"),
    "wheelchair": _("Wheelchair accessible"),
    "fresh": _("Checked within 12 months"),
    # Map
    "zoom_in": _("Zoom in"),
    "zoom_out": _("Zoom out"),
    "my_position": _("My position"),
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
    # Near me
    "position_waiting": _("Your device is looking for its place …"),
    "position_refused": _("You said no, and that is fine. Type a town, a street or a postcode instead."),
    "position_unknown": _("Your device cannot say where it is. Type a town, a street or a postcode instead."),
    "place_empty": _("Please type a town, a street or a postcode."),
    "place_not_found": _(
        "“\u2068%(text)s\u2069” was not found. Please check the spelling, or write the town behind the street."
    ),
    "place_towns_only": _(
        "“\u2068%(text)s\u2069” is none of our towns and districts, and streets cannot be looked up here."
        " Please type a town, a district or a postcode."
    ),
    "places_down": _("Streets cannot be looked up just now. Towns, districts and postcodes work."),
    "places_busy": _("Many people are asking just now. Please try again in a moment, or type a town or a postcode."),
    "places_often": _("These were many questions in a short time. Please wait a minute, or type a town or a postcode."),
    "places_offline": _("You are offline. Towns, districts and postcodes work."),
    "which_place": _("Which place do you mean?"),
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
    # Setting a point in a form
    "point_set": _("The point on the map is set."),
    "point_none": _("We find the point on the map by the address. You can set it yourself."),
    "point_found": _(
        "This is about where it is. Please move the map until the cross is on the entrance, then set the point."
    ),
    "point_not_found": _("We did not find this address. Please move the map to the place yourself."),
    "point_no_address": _("Please write the street and the town first."),
    "point_failed": _("The map could not be loaded. We find the point by the address."),
    "point_help": _(
        "Tap on the place. Or move the map, with the arrow keys too, until the cross is there, and press the button."
    ),
    "point_here": _("Set the point here"),
    "point_clear": _("Remove the point"),
    "point_changed": _(
        "You changed the address, so the point was removed. We find it by the new address, or you set it."
    ),
}
