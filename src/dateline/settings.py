"""Django's settings. What an installation chooses comes from the environment:

DATELINE_DATA        where the database, the raw copy and the secret key are (default ./.data)
DATABASE_URL         the PostgreSQL database, like postgresql://dateline:PASSWORD@db.example/dateline (default: a SQLite
                     file in the data directory)
DATELINE_BASE_URL    the site's own address, as readers see it (default http://localhost:8000)
DATELINE_HOSTS       the host names to answer to, with commas (default localhost,127.0.0.1,[::1]); the host of
                     the base address is always one
DATELINE_TRUSTED_PROXIES
                     the proxies whose X-Forwarded-For, -Proto and -Host are believed: addresses and networks, with
                     commas (default none)
DATELINE_HSTS_SUBDOMAINS
                     1 has browsers ask every host below the site's own over https alone too (default 0)
DATELINE_METRICS_TOKEN
                     what a reader of /metrics must show as a bearer token (default: none, and /metrics answers to
                     this machine alone)
DATELINE_LANGUAGE    the language of the site and the desk: nl (default) or en
DATELINE_SECRET_KEY  signs sessions and forms, and the secrets of pushed sources derive from it (default: a key of its
                     own, made once, in the data directory)
DATELINE_SECRET_KEY_BEFORE
                     the secret key before this one, which still counts while another one takes its place (default: the
                     file secret-key-before in the data directory, if there is one)
DATELINE_MIN_FREE    the fewest bytes that must be free on the disk of the data directory for copy to be taken in
                     (default 1000000000)
DATELINE_ALARM_WEBHOOK
                     an address that alarms are sent to, as JSON (default: none)
DATELINE_ALARM_SECRET
                     signs them, so that whoever gets them can see that it is us
DATELINE_ALARM_MAIL  addresses that alarms are mailed to, with commas (default: none)
DATELINE_SMTP        the server that mail goes out by, like smtp+tls://user:password@mail.example:587; smtps:// and
                     smtp:// too (default: none)
DATELINE_MAIL_FROM   whom mail is from (default dateline@ the host of the base address)
DATELINE_CHIEF_FACTOR
                     1 lets a chief do nothing before there is a passkey or an app that makes codes (default 0)
DATELINE_HOUSE       a folder of the publisher's own: templates, messages and files of the site (docs/house.md;
                     default: none)
DATELINE_SITE_SOURCES
                     what the site's pages may take from elsewhere, as a Content-Security-Policy says it:
                     script-src https://stats.example; img-src https://stats.example (default: nothing; policy.py)
DATELINE_DEBUG       1 shows errors with their source: never on a machine that others can reach

The provider that people sign in by has settings of its own, DATELINE_OIDC_…: see oidc.py.

Importing this module writes nothing.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

from dateline import oidc, policy, postgresql, secrets
from dateline.networks import networks
from dateline.sqlite.opening import only_existing

PACKAGE = Path(__file__).resolve().parent


def _choice(name: str, default: str) -> str:
    """An environment variable; one that is set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def _list(name: str, default: str) -> list[str]:
    """An environment variable of several words with commas."""
    return [word for part in _choice(name, default).split(",") if (word := part.strip())]


# Where things are

_data = _choice("DATELINE_DATA", ".data")
try:
    DATA = Path(_data).expanduser().resolve()
except RuntimeError as error:  # nobody's home, or links that lead in a circle
    raise ImproperlyConfigured(f"DATELINE_DATA is {_data!r}, but must be a folder: {error}") from None

BASE_URL = _choice("DATELINE_BASE_URL", "http://localhost:8000").rstrip("/")
try:
    _base = urlsplit(BASE_URL)
except ValueError:
    _base = urlsplit("")
if _base.scheme not in ("http", "https") or not _base.hostname or _base.path or _base.query or _base.fragment:
    raise ImproperlyConfigured(
        f"DATELINE_BASE_URL is {BASE_URL!r}, but must be like https://news.example: http or https, a host, and no path"
    )

try:
    MIN_FREE = int(_choice("DATELINE_MIN_FREE", "1000000000"))
except ValueError:
    raise ImproperlyConfigured("DATELINE_MIN_FREE must be a number of bytes, like 1000000000") from None

# Safety

DEBUG = _choice("DATELINE_DEBUG", "0") == "1"

# Lazy, so that tools which only look at the settings make no key.
SECRET_KEY = SimpleLazyObject(lambda: secrets.secret_key(DATA))
try:
    SECRET_KEY_FALLBACKS = secrets.keys_before(DATA)
except (secrets.KeyUnusable, OSError) as error:
    raise ImproperlyConfigured(f"the secret key before cannot be used: {error}") from None

_base_host = f"[{_base.hostname}]" if ":" in _base.hostname else _base.hostname
ALLOWED_HOSTS = sorted({_base_host} | set(_list("DATELINE_HOSTS", "localhost,127.0.0.1,[::1]")))

try:
    TRUSTED_PROXIES = networks(_list("DATELINE_TRUSTED_PROXIES", ""))
except ValueError as error:
    raise ImproperlyConfigured(
        f"DATELINE_TRUSTED_PROXIES has {error}. It must be addresses and networks with commas: 127.0.0.1,10.0.0.0/24"
    ) from None

METRICS_TOKEN = _choice("DATELINE_METRICS_TOKEN", "")
if METRICS_TOKEN and (len(METRICS_TOKEN) < 16 or not METRICS_TOKEN.isascii() or not METRICS_TOKEN.isprintable()):
    raise ImproperlyConfigured(
        "DATELINE_METRICS_TOKEN must be at least 16 characters of ASCII: `openssl rand -hex 24` makes a good one"
    )

ALARM_WEBHOOK = _choice("DATELINE_ALARM_WEBHOOK", "")
if ALARM_WEBHOOK and not ALARM_WEBHOOK.startswith(("https://", "http://")):
    raise ImproperlyConfigured("DATELINE_ALARM_WEBHOOK must be an address like https://alarms.example/dateline")
ALARM_SECRET = _choice("DATELINE_ALARM_SECRET", "")
if ALARM_SECRET and len(ALARM_SECRET) < 16:
    raise ImproperlyConfigured("DATELINE_ALARM_SECRET must be at least 16 characters: `openssl rand -hex 24` makes one")
ALARM_MAIL = _list("DATELINE_ALARM_MAIL", "")
SMTP = _choice("DATELINE_SMTP", "")
if SMTP and not SMTP.startswith(("smtp://", "smtps://", "smtp+tls://")):
    # Never the address itself: there is a password in it.
    raise ImproperlyConfigured("DATELINE_SMTP must be like smtp+tls://user:password@mail.example:587")
MAIL_FROM = _choice("DATELINE_MAIL_FROM", f"dateline@{_base.hostname}")

_https = _base.scheme == "https"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
if _https:  # a name that browsers let no other host set, and no answer over http
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
# Whether a request came over https or not (serve/security.py): browsers heed it only over https.
SECURE_HSTS_SECONDS = 180 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _choice("DATELINE_HSTS_SUBDOMAINS", "0") == "1"
# Behind a proxy that ends TLS a form comes in over http, with an https origin.
CSRF_TRUSTED_ORIGINS = [BASE_URL] if _https else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],  # no inline script or style anywhere
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

try:
    SITE_SOURCES = policy.sources(_choice("DATELINE_SITE_SOURCES", ""))
except ValueError as error:
    raise ImproperlyConfigured(f"DATELINE_SITE_SOURCES {error}") from None

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "dateline.desk.people.passwords.MaximumLengthValidator"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("UserAttributeSimilarityValidator", {}),
            ("MinimumLengthValidator", {"min_length": 12}),
            ("CommonPasswordValidator", {}),
            ("NumericPasswordValidator", {}),
        )
    ),
]
LOGIN_URL = "/desk/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# Signing in (desk/people), by django-allauth

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# How long a session lasts at most, and how long without an act of its person, in seconds.
SESSION_COOKIE_AGE = 12 * 3600
DESK_IDLE = 2 * 3600
# The limits are counted in the database, where all web processes see the same numbers.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "dateline_tries"}}

ACCOUNT_ADAPTER = "dateline.desk.people.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # the cookie lives as long as the session: nobody is asked
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # by address, and by account
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "dateline.desk.people.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https  # browsers themselves allow it on localhost alone

CHIEF_FACTOR = _choice("DATELINE_CHIEF_FACTOR", "0") == "1"
try:
    OIDC = oidc.from_environment(os.environ)
except ValueError as error:
    raise ImproperlyConfigured(str(error)) from None
SOCIALACCOUNT_ADAPTER = "dateline.desk.people.oidc.adapter.Tied"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# The application

INSTALLED_APPS = [
    "dateline.newsroom",
    "dateline.search",
    "dateline.desk",
    "dateline.desk.people.apps.People",
    "dateline.site",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "dateline.desk.people.apps.Allauth",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "dateline.desk.polling.answer_nothing_new",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dateline.desk.language.speak_the_editors_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dateline.desk.people.middleware.Accounts",
]

ROOT_URLCONF = "dateline.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

_house = _choice("DATELINE_HOUSE", "")
HOUSE = Path(_house).expanduser().resolve() if _house else None
if HOUSE is not None and not (HOUSE.is_dir() and os.access(HOUSE, os.R_OK | os.X_OK)):
    # A site without what its publisher added (what asks for consent, say) is not to start by mistake.
    raise ImproperlyConfigured(f"DATELINE_HOUSE is {_house!r}, but must be a folder that this user may look into")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"

# The database

_file = DATA / "dateline.sqlite3"

_sqlite = {
    "ENGINE": "dateline.sqlite",
    "NAME": _file,
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        # Only `serve.start.migrate` makes the file.
        "factory": only_existing(_file),
        # A transaction that starts by reading and writes later can't wait for another writer: it fails.
        "transaction_mode": "IMMEDIATE",
        # FULL, because a delivery that was acknowledged must survive a power cut.
        "init_command": """
            PRAGMA busy_timeout = 5000;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = -16000;
            PRAGMA temp_store = MEMORY;
        """,
    },
    # A file, as in earnest: a database in memory has no WAL, and its locks are other ones.
    "TEST": {"NAME": DATA / "test.sqlite3"},
}

_url = _choice("DATABASE_URL", "")
try:
    DATABASES = {"default": postgresql.database(_url) if _url else _sqlite}
except ValueError as error:
    # Never the address itself: there is a password in it.
    raise ImproperlyConfigured(f"DATABASE_URL {error}") from None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_CODE = _choice("DATELINE_LANGUAGE", "nl")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"DATELINE_LANGUAGE is {LANGUAGE_CODE!r}, but must be one of: {', '.join(dict(LANGUAGES))}"
    )
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Without DEBUG Django mails its errors to administrators, of whom there are none, and prints nothing.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
