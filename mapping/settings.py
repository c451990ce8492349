"""Settings of the site. Everything an operator may change is an environment variable (README, "Settings")."""

import tomllib
from pathlib import Path

import django
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mapping import env
from mapping.account_settings import *  # noqa: F403  # of the staff's accounts
from mapping.api_settings import *  # noqa: F403
from mapping.interface import INTERFACES, SHIPPED_NAME

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = str(tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set: a long random text, kept secret. script/server makes one.")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # the site is organisations.admin.site, nothing registers by itself
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.forms",
    "leaflet",
    "rest_framework",
    "drf_spectacular",
    "procrastinate.contrib.django",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",  # no socialaccount: nobody signs in by another site
    "organisations",
    "organisations.participation",
    "mapping",
    "api",
]

MIDDLEWARE = [
    "mapping.middleware.LeanHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "mapping.middleware.SiteHeaders",
    "mapping.middleware.TextCompression",
    "mapping.middleware.PathLanguage",
    "django.middleware.common.CommonMiddleware",
    "mapping.middleware.StaffHeaders",
    "mapping.middleware.StaffSession",
    "mapping.middleware.StaffLanguage",
    "mapping.middleware.StaffCsrf",
    "mapping.middleware.StaffUser",
    "mapping.middleware.StaffMessages",
    "allauth.account.middleware.AccountMiddleware",
    "mapping.middleware.StaffGate",
]

ROOT_URLCONF = "mapping.urls"
WSGI_APPLICATION = "mapping.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mapping.context.site",
            ],
            "builtins": ["mapping.templatetags.site_tags"],
        },
    },
]

# Two names for the database from the beginning; they are the same server until an operator adds a replica.
# Without a database a request waits three seconds at most; with the pool's own five minutes of ever longer pauses the
# site would come back long after the database.
_pool = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 6), "timeout": 3, "reconnect_timeout": 2}
_default = env.database(env.text("DATABASE_URL", "postgres://mit@127.0.0.1:5432/mit"))
_read = env.database(env.text("DATABASE_READ_URL") or env.text("DATABASE_URL", "postgres://mit@127.0.0.1:5432/mit"))
_options: dict[str, object] = {
    "pool": _pool,
    "prepare_threshold": env.number("PREPARE_THRESHOLD", 5) or None,
    "connect_timeout": 3,  # seconds; a server that is just shutting down may leave a connection without an answer
}
if _statement_seconds := env.number("STATEMENT_SECONDS", 0):  # the web server sets it (mapping/gunicorn.py)
    # Many short questions at once: parallel workers and compiled plans cost them more time than they save, and memory
    # for sorting and for bitmaps is well spent.
    _options["options"] = (
        f"-c statement_timeout={_statement_seconds}s -c max_parallel_workers_per_gather=0 -c jit=off -c work_mem=16MB"
    )
DATABASES = {
    "default": _default | {"OPTIONS": _options, "CONN_HEALTH_CHECKS": True},
    "read": _read | {"OPTIONS": _options, "CONN_HEALTH_CHECKS": True},
}
READ_DATABASE = "read"  # the alias that public pages read from
DATABASE_ROUTERS = ["organisations.routers.DefaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SRID = 4326
GDAL_LIBRARY_PATH = env.text("GDAL_LIBRARY_PATH") or None  # only where Python does not find them by itself
GEOS_LIBRARY_PATH = env.text("GEOS_LIBRARY_PATH") or None
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 200}}}

# Languages: the interface. Names of languages elsewhere come from CLDR.
LANGUAGE_CODE = "de"
LANGUAGES = [(one.code, one.name) for one in INTERFACES]
LANGUAGES_READ = env.words("LANGUAGES_READ")  # codes of those that a native speaker has read
# Django's own words come before those of libraries, some of which say "du" in German.
LOCALE_PATHS = [BASE_DIR / "locale", Path(django.__file__).parent / "conf/locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Berlin")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".data" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages alone use these files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mapping.storage.HashedModules"},
}

# Security. Visitors get no cookie; public pages carry no inline script or style, so no nonce and no hash is needed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = env.flag("HTTPS")
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; /healthz must answer plainly
# Client strings never reach GDAL or GEOS (bounded numbers only), the condition under which gis.W001 warns.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["organisations.imports.receiving.Upload"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_500  # an entry with many places and times in the admin's form

# The staff: curators and superusers. The middleware that could set a cookie does nothing outside these paths.
STAFF_PATHS = ("/accounts/", "/admin/", "/curate/")
STAFF_LANGUAGES = ("de", "en")
_prefix = "__Host-" if HTTPS else ""  # browsers then refuse the cookie from other hosts and from plain http
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_prefix}session", f"{_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "mapping.views.errors.forged"
CSRF_COOKIE_AGE = None  # until the browser is closed
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers then offer keys on localhost alone

# The site: facts of the operator. An empty one is marked on the page that needs it.
SITE_NAME = env.text("SITE_NAME", SHIPPED_NAME)
# The name in other languages; those shipped belong to the shipped name.
SITE_NAMES = {
    one.code: env.text(
        f"SITE_NAME_{one.code.upper().replace('-', '_')}", one.site_name if SITE_NAME == SHIPPED_NAME else SITE_NAME
    )
    for one in INTERFACES
}
SITE_URL = env.text("SITE_URL", "").rstrip("/")
# How the server names itself to others (tiles, geocoder), with an address where its operator is found.
USER_AGENT = f"MIT-Mapping/{VERSION} (+{SITE_URL or 'an installation without SITE_URL'})"
OPERATOR = {
    "name": env.text("OPERATOR_NAME"),
    "legal_form": env.text("OPERATOR_LEGAL_FORM"),
    "address": env.text("OPERATOR_ADDRESS"),
    "representative": env.text("OPERATOR_REPRESENTATIVE"),
    "email": env.text("OPERATOR_EMAIL"),
    "phone": env.text("OPERATOR_PHONE"),
    "register": env.text("OPERATOR_REGISTER"),
    "responsible": env.text("OPERATOR_RESPONSIBLE"),
    "privacy_officer": env.text("OPERATOR_PRIVACY_OFFICER"),
    "privacy_authority": env.text("OPERATOR_PRIVACY_AUTHORITY"),
    "host": env.text("OPERATOR_HOST"),
    "accessibility_contact": env.text("OPERATOR_ACCESSIBILITY_CONTACT"),
    "accessibility_tested": env.text("OPERATOR_ACCESSIBILITY_TESTED"),
    "enforcement_body": env.text("OPERATOR_ENFORCEMENT_BODY"),
}
SUPPORTERS = env.words("SUPPORTERS")
PARTNERS = env.words("PARTNERS")

# Freshness: months after which an entry ages, is unconfirmed, is hidden; after which a language's promise is stale.
FRESH_MONTHS = env.number("FRESH_MONTHS", 12)
UNCONFIRMED_MONTHS = env.number("UNCONFIRMED_MONTHS", 15)
HIDDEN_MONTHS = env.number("HIDDEN_MONTHS", 24)
PROMISE_MONTHS = env.number("PROMISE_MONTHS", 6)

# Associations: whether changes of an editor whose address is proven are public at once; an entry may say otherwise.
EDITORS_PUBLISH = env.flag("EDITORS_PUBLISH", True)
REMINDERS_A_DAY = env.number("REMINDERS_A_DAY", 200)  # mails that ask editors whether their entries are still right
BOUNCE_MAILBOX = env.text("BOUNCE_MAILBOX")  # file (mbox) or folder (Maildir) of what comes back to ENVELOPE_FROM

# Map: extent in degrees west, south, east, north; base map from a PMTiles file, a tile server (by our proxy), or none.
MAP_EXTENT = env.numbers("MAP_EXTENT", "9.10,48.61,9.36,48.77")
PMTILES_FILE = env.text("PMTILES_FILE")
TILE_URL = env.text("TILE_URL")
TILE_ATTRIBUTION = env.text("TILE_ATTRIBUTION", "© OpenStreetMap")
TILE_CACHE_DIR = Path(env.text("TILE_CACHE_DIR", str(BASE_DIR / ".data" / "tiles")))
TILE_CACHE_MB = env.number("TILE_CACHE_MB", 500)
COMPACT_LIMIT = 1_000  # up to this many organisations the browser filters by itself
LEAFLET_CONFIG = {
    "DEFAULT_CENTER": ((MAP_EXTENT[1] + MAP_EXTENT[3]) / 2, (MAP_EXTENT[0] + MAP_EXTENT[2]) / 2),
    "DEFAULT_ZOOM": 12,
    "RESET_VIEW": False,
    "TILES": [("map", "/tiles/{z}/{x}/{y}.png", {"attribution": TILE_ATTRIBUTION})] if TILE_URL else [],
    "ATTRIBUTION_PREFIX": "",
    "FORCE_IMAGE_PATH": "/static/leaflet/images/",
}

# Geocoder: a Nominatim-compatible server that says where addresses are; empty: none is asked.
GEOCODER_URL = env.text("GEOCODER_URL")
GEOCODER_COUNTRIES = env.words("GEOCODER_COUNTRIES", "de")
GEOCODER_EMAIL = env.text("GEOCODER_EMAIL") or OPERATOR["email"]  # stands in the questions' User-Agent
GEOCODER_INTERVAL = 1.0  # seconds from an answer to the next question, over all processes
GEOCODER_SECONDS = 10.0  # longest wait for an answer

# Translation: a LibreTranslate-compatible server that drafts texts in other languages; empty: none is asked.
TRANSLATE_URL = env.text("TRANSLATE_URL")
TRANSLATE_KEY = env.text("TRANSLATE_KEY")

# Links: whether the web addresses of entries are asked once a week if they still answer.
CHECK_LINKS = env.flag("CHECK_LINKS", True)

# Import of files: larger ones are refused before they are read.
IMPORT_MAX_MB = env.number("IMPORT_MAX_MB", 100)
IMPORT_MAX_ROWS = env.number("IMPORT_MAX_ROWS", 200_000)

# Jobs: procrastinate in our PostgreSQL.
PROCRASTINATE_IMPORT_PATHS = ["mapping.jobs", "organisations.tasks", "organisations.participation.tasks"]

# Mail
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 15  # seconds, for each step of the conversation with the mail server
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "mit-mapping@localhost")
ENVELOPE_FROM = env.text("ENVELOPE_FROM")  # where mails that cannot be delivered come back to; empty: the address above

# First messages: who gets those to entries without an address, and after how many days they are erased.
CURATORS_EMAIL = env.text("CURATORS_EMAIL") or OPERATOR["email"]
MESSAGE_DAYS = 90  # the consent and the privacy page say so
# Coming along: how long a mentor has to answer, and after how many days from the end everything is erased.
COMPANY_HOURS = max(1, env.number("COMPANY_HOURS", 48))
COMPANY_DAYS = 180  # the consent and the privacy page say so

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "mapping.logs.Masked", "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "filters": {"brief": {"()": "mapping.logs.Brief"}},
    # A wrong host name is answered with 400; a line for each would let anybody fill the log. A form or query that is
    # too large gets one line.
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"filters": ["brief"]},
        "django.security.TooManyFilesSent": {"filters": ["brief"]},
        "django.security.RequestDataTooBig": {"filters": ["brief"]},
    },
}
