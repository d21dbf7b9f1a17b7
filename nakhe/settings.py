"""Settings, read from the environment. A wrong or missing value stops the start with a sentence saying why.

NAKHE_ENV      production (default) | development | demonstration | test; DEBUG=1 alone means development
SECRET_KEY     at least 50 characters; production only
ALLOWED_HOSTS  host names, separated by commas; production only
DATABASE_URL   postgres://user:password@host/name or sqlite:////path; without it a SQLite file beside manage.py
NAKHE_HTTPS    1 (default in production) | 0: an office network without TLS has to say so
NAKHE_PROXY    addresses of the reverse proxies in front, separated by commas; nobody else's word is taken
               for where a request came from
NAKHE_WAITING_FILES  a folder of the application's own for long files until they are taken; without it one beside
               manage.py
REQUIRE_TOTP   0 (default) | 1: secretaries, office and administrators sign in with a second step, or set it up first
"""

import ipaddress
import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.contrib.messages import constants as message_levels
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def chosen(name, options, default):
    value = os.environ.get(name) or default
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r} không hợp lệ. Các giá trị dùng được: {', '.join(options)}.")
    return value


def switched_on(name, default):
    return chosen(name, ["0", "1"], "1" if default else "0") == "1"


def listed(name):
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


# --- Which kind of run is this? ---

DEBUG = switched_on("DEBUG", default=os.environ.get("NAKHE_ENV") == "development")
MODE = chosen(
    "NAKHE_ENV",
    ["production", "development", "demonstration", "test"],
    default="development" if DEBUG else "production",
)
PRODUCTION = MODE == "production"
if DEBUG and MODE != "development":
    raise ImproperlyConfigured(
        f"DEBUG=1 chỉ dùng với NAKHE_ENV=development, không dùng với NAKHE_ENV={MODE}. Hãy bỏ DEBUG."
    )


def production_secret_key():
    key = os.environ.get("SECRET_KEY", "")
    if len(key) < 50:
        raise ImproperlyConfigured(
            f"SECRET_KEY {'quá ngắn' if key else 'chưa có'}: chạy thật cần biến môi trường SECRET_KEY dài ít nhất "
            '50 ký tự ngẫu nhiên. Tạo khóa: python -c "import secrets; print(secrets.token_urlsafe(50))". '
            "Để lập trình: DEBUG=1. Để xem dữ liệu minh họa: NAKHE_ENV=demonstration."
        )
    return key


def production_hosts():
    hosts = listed("ALLOWED_HOSTS")
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS chưa có hoặc quá rộng: hãy ghi tên máy mà người dùng gõ vào trình duyệt, cách nhau bằng "
            "dấu phẩy, ví dụ ALLOWED_HOSTS=dangvien.example.vn,192.168.1.10."
        )
    return hosts


def refuse_production_values():
    given = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if os.environ.get(name)]
    if given:
        raise ImproperlyConfigured(
            f"Bản minh họa không chạy với cấu hình thật ({', '.join(given)} đang được đặt). "
            "Hãy chạy ở một cửa sổ lệnh khác, không có các biến này."
        )


if PRODUCTION:
    SECRET_KEY = production_secret_key()
    ALLOWED_HOSTS = production_hosts()
else:
    if MODE == "demonstration":
        refuse_production_values()
    # A development server restarts at every edit and must not log its developer out; the others get a key per run.
    SECRET_KEY = "development-only-" * 4 if DEBUG else get_random_secret_key()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

# --- The application ---

INSTALLED_APPS = [
    "nakhe.apps.NakheConfig",
    "units.apps.UnitsConfig",
    "members.apps.MembersConfig",
    "reports.apps.ReportsConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "import_export",
    "auditlog",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "nakhe.frames.room_for_frames",  # the first: for all that is below
    "nakhe.middleware.client_address",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "units.first_code.the_first_day_first",
    "nakhe.middleware.signed_in_pages",
    "nakhe.middleware.SignedInOnly",
    "nakhe.middleware.first_things_first",
    "nakhe.kept_forms.taken_up_again",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nakhe.audit.one_change_set",
    "auditlog.middleware.AuditlogMiddleware",
    "nakhe.refused_writes.told_on_a_page",
    "axes.middleware.AxesMiddleware",  # the last: it answers for a login that was locked out
]

ROOT_URLCONF = "nakhe.urls"
WSGI_APPLICATION = "nakhe.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "units.shell.shell",
            ],
        },
    },
]

# --- The database ---

SQLITE_FILES = {
    "production": "nakhe.sqlite3",
    "development": "development.sqlite3",
    "demonstration": "demo.sqlite3",
    "test": "test.sqlite3",
}
DEFAULT_DATABASE_URL = f"sqlite:///{(BASE_DIR / SQLITE_FILES[MODE]).as_posix()}"


def database():
    url = os.environ.get("DATABASE_URL") or DEFAULT_DATABASE_URL
    if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        raise ImproperlyConfigured(
            "DATABASE_URL phải có dạng postgres://tài-khoản:mật-khẩu@máy/tên-cơ-sở-dữ-liệu hoặc "
            "sqlite:////đường/dẫn/tệp.sqlite3."
        )
    try:
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL không đọc được: {error}") from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Measured: 27 % of concurrent writes failed as "locked" without IMMEDIATE, none with it.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    return config


DATABASES = {"default": database()}

# --- Language and time ---

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "nakhe.formats"
LOCALE_PATHS = [BASE_DIR / "nakhe" / "locale"]

# --- Who may come in ---

AUTH_USER_MODEL = "nakhe.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, and guards nothing

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"

# User and address together: guessing from one desk must not lock a colleague out at another.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_ALLOWED_CORS_ORIGINS = ""
AXES_VERBOSE = False

# A second step at sign-in is everybody's choice; the installation may make it the rule for those who see most.
REQUIRE_TOTP = switched_on("REQUIRE_TOTP", default=False)
OTP_TOTP_ISSUER = "Sổ tay tổ chức Đảng"

# Half an hour without a click ends the session; nakhe.middleware.signed_in_pages moves the end along.
SESSION_ENGINE = "nakhe.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Between browser and server ---

# An upload stays in memory: what is larger is taken by no handler, so that nobody fills the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 << 20

HTTPS = switched_on("NAKHE_HTTPS", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Preloading binds every host of the registered domain, which is not this application's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}


def proxies():
    try:
        return [str(ipaddress.ip_address(address)) for address in listed("NAKHE_PROXY")]
    except ValueError as error:
        raise ImproperlyConfigured(
            "NAKHE_PROXY phải là địa chỉ IP của máy chủ trung gian, cách nhau bằng dấu phẩy, "
            f"ví dụ NAKHE_PROXY=127.0.0.1 ({error})."
        ) from error


PROXIES = proxies()
if PROXIES:
    # Believed only because nakhe.middleware.client_address drops the header of anyone but these proxies.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Static files ---

STATIC_URL = "static/"
# Only production has a `collectstatic` step; everywhere else files are served from where they lie.
STATIC_ROOT = BASE_DIR / "static-collected" if PRODUCTION else None
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = MODE in ("development", "test")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# The classes of site.css.
MESSAGE_TAGS = {message_levels.SUCCESS: "ok", message_levels.WARNING: "warn", message_levels.ERROR: "err"}

# --- Traces ---

AUDITLOG_DISABLE_ON_RAW_SAVE = True
AUDITLOG_CID_GETTER = "nakhe.audit.change_set_id"
AUDITLOG_MASK_CALLABLE = "nakhe.audit.mask"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}

# --- Spreadsheets ---

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS = True

# A list of more rows is never held whole; a file of it is made while a page shows how far it is …
LONG_LIST = 2000
# … and waits here for whoever asked for it (nakhe.waiting_files). It holds people's data: nobody else may read it.
WAITING_FILES = Path(os.environ.get("NAKHE_WAITING_FILES") or BASE_DIR / "waiting-files")
