"""Django's settings: one module, led by the environment.

``CARTERA_DATABASE`` names the database, ``CARTERA_HOSTS`` the host names served, ``CARTERA_POOL``
the connections of one web process. ``CARTERA_HTTPS`` says that visitors come over https: set it
wherever anyone but this machine is served, since cookies, redirection and HSTS follow from it.
``CARTERA_BEHIND_PROXY`` says that a proxy of ours ends the https and sets X-Forwarded-Proto.
``CARTERA_SECOND_FACTOR`` = always asks for it in a training company too.
``CARTERA_DEBUG`` is for builders, and so is ``CARTERA_STATIC_GATHERED`` = false, which serves
static files from where they lie.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env
from environs import validate as valid
from font_source_sans_pro import (  # type: ignore[import-untyped]  # the wheel has no types
    font_directory,
)

from cartera.config import database, home, logs

env = Env()
HERE = Path(__file__).resolve().parent
HTTPS = env.bool("CARTERA_HTTPS", False)
DEBUG = env.bool("CARTERA_DEBUG", False)
SECRET_KEY = home.key("django")
ALLOWED_HOSTS = env.list("CARTERA_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "cartera.control.jobs",
    "cartera.control.people",
    "cartera.control.audit",
    "cartera.control.workflow",
    "cartera.control.dossiers",
    "cartera.control.mail",
    "cartera.company",
    "cartera.accounting.ledger",
    "cartera.accounting.banking",
    "cartera.accounting.tax",
    "cartera.credit.parties",
    "cartera.credit.lines",
    "cartera.credit.assignments",
    "cartera.credit.claims",
    "cartera.credit.payments",
    "cartera.credit.disbursements",
    "cartera.credit.settlements",
    "cartera.recovery.custody",
    "cartera.recovery.cheques",
    "cartera.recovery.routes",
    "cartera.recovery.differences",
    "cartera.recovery.third_party",
    "cartera.recovery.direct_payments",
    "cartera.recovery.delegations",
    "cartera.papers",
    "cartera.reports",
    "cartera.procedures",
    "cartera.procedures.opening",
    "cartera.entrance",
    "cartera.entrance.tokens",
    "cartera.entrance.webhooks",
    "cartera.desk",
    "cartera.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "lucide",
]
COTTON_SNAKE_CASED_NAMES = True
# A component sees what it is given and nothing of the page around it.
COTTON_ISOLATE_BY_DEFAULT = True

MIDDLEWARE = [
    "cartera.config.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cartera.config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cartera.entrance.founding_first.FoundingFirst",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cartera.config.plain_text.NoNul",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cartera.config.urls"
WSGI_APPLICATION = "cartera.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Components (<c-...>) are read by their own loader, before Django's two.
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- The database: the application's role for everything, the owner's only to migrate -------------
DATABASE_NAME = env.str("CARTERA_DATABASE", database.DEFAULT_NAME)
_urls = database.urls(DATABASE_NAME)
_app = database.django_settings(_urls.app)
_owner = database.django_settings(_urls.owner)
# Compiling a statement costs a page of figures more than running it does; so do two helpers that
# are called for what one process adds up in 20 ms, where fifty people share a few cores.
_tuned = "-c jit=off -c parallel_setup_cost=20000"
_app["OPTIONS"]["options"] = f"{_app['OPTIONS'].get('options', '')} {_tuned}".strip()
_pool = env.int("CARTERA_POOL", 16)
if _pool:
    _app["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": _pool, "timeout": 10}}
DATABASES = {"default": _app, "owner": _owner}
DATABASE_ROUTERS = ["cartera.config.router.OwnerOnlyMigrates"]

# In the database, so that a limit on sign-ins counts across web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
    }
}

# --- Work for later: rooms declare theirs in modules `jobs` ---------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
JOBS_HEARTBEAT_SECONDS = env.int("CARTERA_HEARTBEAT", 10)
JOBS_GRACE_SECONDS = 20

# --- Who may come in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["cartera.config.accounts.OneHashATry"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "cartera.config.accounts.StaffAccounts"
ACCOUNT_FORMS = {
    "change_password": "cartera.config.account_forms.ChangeForm",
    "reset_password_from_key": "cartera.config.account_forms.NewForm",
    "reauthenticate": "cartera.config.account_forms.AgainForm",
}
MFA_FORMS = {"edit_webauthn": "cartera.config.account_forms.NameKeyForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "10/m/ip", "login_failed": "5/5m/key,10/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Cartera"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the company gave the address; nobody types his own
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ADAPTER = "cartera.config.accounts.SecondFactors"
# Where people who authorise money must have one: in real companies, or also where people practise.
SECOND_FACTOR = env.str("CARTERA_SECOND_FACTOR", "real", validate=valid.OneOf(["real", "always"]))

# --- Programs that come in, and who is told of what happens ---------------------------------------
API_CALLS_A_MINUTE = env.int("CARTERA_API_CALLS", 600)
# Hosts of the company's own network that may be told: others' private addresses never are.
WEBHOOKS_INSIDE: list[str] = env.list("CARTERA_WEBHOOKS_INSIDE", [])
WEBHOOKS_KEY = home.key("webhooks")

# --- Figures: how old a slow one may be after an act, while it is read anew (0: never shown) ------
FIGURES_SHOWN_SECONDS = env.int("CARTERA_FIGURES_SECONDS", 30)

# --- What the browser is told ---------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("CARTERA_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A browser takes a __Host- cookie only over https, for the whole site and no other.
_COOKIE = "__Host-cartera-" if HTTPS else "cartera-"
SESSION_COOKIE_NAME = f"{_COOKIE}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_COOKIE}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = f"{_COOKIE}language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
THEME_COOKIE_NAME = f"{_COOKIE}theme"
KEYS_COOKIE_NAME = f"{_COOKIE}keys"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# An upload is read whole only once its size is known to be small (S11).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- Words, days, files, logs ---------------------------------------------------------------------
LANGUAGE_CODE = "es-sv"
LANGUAGES = [("es-sv", "Español"), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/El_Salvador"
FORMAT_MODULE_PATH = ["cartera.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = home.home() / "static"
STATICFILES_DIRS = [
    ("desk/styles", HERE.parent / "desk" / "styles"),
    ("desk/fonts", font_directory),
    ("desk/guia", HERE.parent / "desk" / "guide" / "pages" / "img"),
]
_MANIFEST = "cartera.config.gathered.Gathered"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_GATHERED = env.bool("CARTERA_STATIC_GATHERED", not DEBUG)
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _MANIFEST if _GATHERED else _PLAIN},
}
WHITENOISE_USE_FINDERS = not _GATHERED
MEDIA_ROOT = home.home() / "files"
SET_UP_KEY_FILE = home.keys_folder() / f"founding-{DATABASE_NAME}.sha256"
CHECKPOINT_FOLDER = home.checkpoints_folder()

# Mail leaves by the company's mail server (`control.mail`); where none is named, and in a training
# company, it is kept in the database, and letters with a link that lets somebody in, in a folder.
EMAIL_HOST = env.str("CARTERA_MAIL_HOST", "")
EMAIL_PORT = env.int("CARTERA_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("CARTERA_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("CARTERA_MAIL_PASSWORD", "")
_MAIL_TLS = env.bool("CARTERA_MAIL_TLS", True)
EMAIL_USE_SSL = _MAIL_TLS and EMAIL_PORT == 465  # the port that speaks TLS from the first byte
EMAIL_USE_TLS = _MAIL_TLS and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("CARTERA_MAIL_FROM", "cartera@localhost")
EMAIL_FILE_PATH = home.letters_folder()
EMAIL_BACKEND = "cartera.config.letters.Letters"
# Where people reach the site: the links in letters begin with it.
SITE_ADDRESS = env.str("CARTERA_ADDRESS", "http://localhost:8000").rstrip("/")

LOGGING = logs.configuration(env.str("CARTERA_LOG_LEVEL", "INFO"))
LOGGING_CONFIG = "cartera.config.logs.configure"
