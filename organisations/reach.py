"""One way to be reached: a mail address or a telephone number, and what is wrong with what somebody typed."""

from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

HOME = "DE"  # numbers without a country code are taken for German ones
LONGEST_ADDRESS = 254
MOST_MISSING = 6  # digits
DOTS_MEAN_NOTHING = {"gmail.com", "googlemail.com"}


@dataclass(frozen=True)
class Reach:
    """`email`, or `phone` (E.164); both are empty if `problem` says what is wrong."""

    email: str = ""
    phone: str = ""
    problem: str = ""


def read_reach(typed: str) -> Reach:
    """What somebody typed into "How can you be reached?"."""
    text = typed.strip()
    if not text:
        return Reach(problem=_("Please write a mail address or a telephone number, so that you can get an answer."))
    if "@" in text:
        return _email(text)
    if sum(letter.isdigit() for letter in text) < 2 or any(letter.isalpha() for letter in text):
        return Reach(problem=_("This is neither a mail address nor a telephone number. Please check it."))
    return _phone(text)


def _email(text: str) -> Reach:
    try:
        validate_email(text)
    except ValidationError:
        return Reach(problem=_("This mail address is not complete. It looks like name@example.org."))
    if len(text) > LONGEST_ADDRESS:
        return Reach(problem=_("This mail address is too long. Please check it."))
    return Reach(email=text)


def _phone(text: str) -> Reach:
    try:
        number = phonenumbers.parse(text[:60], HOME)
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            return Reach(problem=_("There is no country with this code. Numbers in Germany begin with +49 or with 0."))
        if error.error_type == NumberParseException.TOO_LONG:
            return Reach(problem=_("The number is too long. Please check it."))
        return Reach(problem=_("The number is too short. Please check it."))
    if phonenumbers.is_valid_number(number):
        return Reach(phone=phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return Reach(problem=_why(number))


def _why(number: PhoneNumber) -> str:
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY) or _lacks_digits(number):
        return _("The number is too short. Please check it.")
    if reason == ValidationResult.TOO_LONG or phonenumbers.truncate_too_long_number(number):
        return _("The number is too long. Please check it.")
    return _("There is no such telephone number. Please check it.")


def _lacks_digits(number: PhoneNumber) -> bool:
    """Whether the number is the beginning of a valid one (German numbers differ in length, so the plan cannot say)."""
    start = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    longer = (phonenumbers.parse(start + "1" * more) for more in range(1, MOST_MISSING + 1))
    return any(phonenumbers.is_valid_number(tried) for tried in longer)


def shown_phone(phone: str) -> str:
    """A number (E.164) as people write it: with country code and blanks. Anything else stays as it is."""
    try:
        number = phonenumbers.parse(phone)
    except NumberParseException:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def canonical(email: str) -> str:
    """The mailbox behind an address, for counting: without capitals, without what follows a plus."""
    local, _at, domain = email.lower().rpartition("@")
    local = local.split("+")[0]
    return f"{local.replace('.', '') if domain in DOTS_MEAN_NOTHING else local}@{domain}"
