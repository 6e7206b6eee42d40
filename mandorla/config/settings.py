"""All settings of Mandorla, in one file. Every variable read here is described in docs/settings.md.

Secure by default: what would weaken an installation must be asked for by name.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mandorla.config.secret import secret_key
from mandorla.config.variables import (
    database_at,
    env_count,
    env_flag,
    env_list,
    env_needed,
    env_text,
    mail_by,
    origin_of,
    tuned_sqlite,
)


def installed_version() -> str:
    """The version of the installed package, which is the newest one of the changelog."""
    try:
        return version("mandorla")
    except PackageNotFoundError:  # running from a bare checkout
        return "0"


# A round is measured three times as quickly when NumPy's own threads do not wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# --- where things are -------------------------------------------------------------------------

VERSION = installed_version()
DATA_DIR = Path(env_text("MANDORLA_DATA", "data")).resolve()
BASE_URL = env_text("MANDORLA_URL").rstrip("/")
DEBUG = env_flag("MANDORLA_DEBUG")
SECRET_KEY = env_text("MANDORLA_SECRET_KEY") or secret_key(DATA_DIR)

_public = urlsplit(BASE_URL)
TLS = _public.scheme == "https"
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *([_public.hostname] if _public.hostname else []),
    *env_list("MANDORLA_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

ROOT_URLCONF = "mandorla.config.urls"
WSGI_APPLICATION = "mandorla.config.wsgi.application"

# --- what it is made of -----------------------------------------------------------------------

INSTALLED_APPS = [
    "mandorla.base",
    "mandorla.people",
    "mandorla.strategy",
    "mandorla.communities",
    "mandorla.value",
    "mandorla.maturity",
    "mandorla.gatherings",
    "mandorla.conversations",
    "mandorla.work",
    "mandorla.ledger",
    "mandorla.licenses",
    "mandorla.advice",
    "mandorla.dashboards",
    "mandorla.register",
    "mandorla.reports",
    "mandorla.demo",
    "mandorla.api",
    "mandorla.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # pages of the sign-in package use it
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "tree_queries",
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
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mandorla.base.web.RefusalMiddleware",
    "mandorla.people.first_run.FirstRunMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mandorla.base.context.organization",
                "mandorla.demo.context.demo_people",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- where it is kept -------------------------------------------------------------------------

if env_text("DATABASE_URL"):
    DATABASES = {"default": database_at(env_text("DATABASE_URL"))}
else:
    DATABASES = {"default": tuned_sqlite(DATA_DIR / "mandorla.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on sign-in must hold across processes, so they are counted in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "mandorla_cache",
    }
}
SESSION_ENGINE = "mandorla.people.sessions"
MEDIA_ROOT = DATA_DIR / "files"
CONVERSATION_LAKE = env_text("MANDORLA_LAKE") or str(DATA_DIR / "lake")
CONVERSATION_ENGINE = env_text("MANDORLA_ENGINE", "duckdb")
CONVERSATION_MONTHS = env_count("MANDORLA_POSTS_MONTHS")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

# --- files of the pages -----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- who may come in --------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["mandorla.people.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"user_attributes": ("name", "email")}  # type: ignore[assignment]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mandorla.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "mandorla.people.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from invitations and rosters
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A person has one address; allauth's own generator would begin to keep a copy of it.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_FORMS = {"reset_password": "mandorla.people.adapters.ResetForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TLS else 0  # limits count the client, not the TLS proxy
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: nobody types an address in by themselves
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Mandorla"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if env_text("MANDORLA_OIDC_SERVER"):
    # Has no tables; without it the start saves loading an HTTP client.
    INSTALLED_APPS += ["allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "organization",
            "name": env_text("MANDORLA_OIDC_NAME", "Single sign-on"),
            "client_id": env_needed("MANDORLA_OIDC_CLIENT", by="MANDORLA_OIDC_SERVER"),
            "secret": env_needed("MANDORLA_OIDC_SECRET", by="MANDORLA_OIDC_SERVER"),
            "settings": {
                "server_url": env_text("MANDORLA_OIDC_SERVER"),
                "oauth_pkce_enabled": True,
                # Some providers never say that an address is verified; then this has to be said.
                "verified_email": env_flag("MANDORLA_OIDC_TRUST_ADDRESSES"),
            },
        }
    ]
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the identity provider vouches for the address
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# --- what a browser may do --------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # A button on the sign-in page leads to the identity provider, if there is one.
        "form-action": [SELF, *origin_of(env_text("MANDORLA_OIDC_SERVER"))],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- words, dates, letters --------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_text("MANDORLA_TIME_ZONE", "UTC")

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("MANDORLA_MAIL_FROM", "mandorla@localhost")
if env_text("MANDORLA_MAIL_URL"):
    vars().update(mail_by(env_text("MANDORLA_MAIL_URL")))
else:
    EMAIL_BACKEND = "mandorla.demo.mailbox.Mailbox"
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer must not hold a page

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "mandorla.config.log.WithoutSecrets"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
}
