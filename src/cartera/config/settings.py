"""Django's settings: one module, led by the environment.

``CARTERA_DATABASE`` names the database, ``CARTERA_HOSTS`` the host names served, ``CARTERA_HTTPS`` says
that visitors come over https (set it in production: cookies and HSTS follow from it), ``CARTERA_DEBUG``
is for builders.
"""

from pathlib import Path

from environs import Env

from cartera.config import database, home
from cartera.config.rooms import ROOMS

env = Env()
HERE = Path(__file__).resolve().parent
HTTPS = env.bool("CARTERA_HTTPS", False)
DEBUG = env.bool("CARTERA_DEBUG", False)
SECRET_KEY = home.key("django")
ALLOWED_HOSTS = env.list("CARTERA_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cartera.config.urls"
WSGI_APPLICATION = "cartera.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASE_NAME = env.str("CARTERA_DATABASE", database.DEFAULT_NAME)
_urls = database.urls(DATABASE_NAME)
_app = database.django_settings(_urls.app)
_owner = database.django_settings(_urls.owner)
_pool = env.int("CARTERA_POOL", 16)
if _pool:
    _app["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": _pool, "timeout": 10}}
DATABASES = {"default": _app, "owner": _owner}
DATABASE_ROUTERS = ["cartera.config.router.OwnerOnlyMigrates"]

LANGUAGE_CODE = "es-sv"
LANGUAGES = [("es-sv", "Español (El Salvador)"), ("es", "Español"), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/El_Salvador"

STATIC_URL = "/static/"
STATIC_ROOT = home.home() / "static"

AUTH_USER_MODEL = "people.User"
