"""The least a Django page can be: sessions, login, a template, three tables, 50 of 10,000 rows. The measure of our pages.

bare.py seed HOME 10000    make the database; prints the session cookie
HOME=... gunicorn bare:application
"""

import os
import sys
from pathlib import Path

import django
from django.conf import settings

HOME = Path(os.environ.get("BARE_HOME", "."))
LIST = """{% extends 'base.html' %}{% block content %}<p>{{ total }} deelnemers</p><table>{% for row in rows %}<tr>
<td><a href="/detail/{{ row.id }}">{{ row.code }}</a><td>{{ row.name }}<td>{{ row.email }}<td>{{ row.city.name }}
<td>{{ row.event.title }}<td>{{ row.made_at|date:'d-m-Y H:i' }}<td>{{ row.state }}</tr>{% endfor %}</table>{% endblock %}"""
BASE = """<!doctype html><html lang=nl><head><title>Deelnemers</title></head><body><nav>{% for name in navigation %}
<a href="/{{ name }}">{{ name }}</a>{% endfor %} {{ user.username }}</nav><main>{% block content %}{% endblock %}</main>"""

settings.configure(
    SECRET_KEY="x" * 50,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "bare.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000;"},
        }
    },
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [
                            (
                                "django.template.loaders.locmem.Loader",
                                {"list.html": LIST, "base.html": BASE},
                            )
                        ],
                    )
                ]
            },
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path


class City(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "bare"


class Event(models.Model):
    title = models.CharField(max_length=200)

    class Meta:
        app_label = "bare"


class Registration(models.Model):
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    email = models.CharField(max_length=120)
    city = models.ForeignKey(City, models.PROTECT)
    event = models.ForeignKey(Event, models.PROTECT)
    state = models.CharField(max_length=12)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "bare"


NAVIGATION = ["vragen", "bijeenkomsten", "producten", "jaarplan", "facturen", "naleving", "rapportage"]


def show_list(request):
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    rows = Registration.objects.select_related("city", "event").order_by("-id")
    page = max(1, int(request.GET.get("page", 1)))
    context = {
        "rows": rows[(page - 1) * 50 : page * 50],
        "total": Registration.objects.count(),
        "navigation": NAVIGATION,
    }
    return render(request, "list.html", context, using=None)


urlpatterns = [path("list", show_list)]
application = get_wsgi_application()


def seed(number: int) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils.timezone import now

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        for model in (City, Event, Registration):
            editor.create_model(model)
    City.objects.bulk_create(City(name=f"Stad {n}") for n in range(41))
    Event.objects.bulk_create(Event(title=f"Bijeenkomst {n}") for n in range(50))
    Registration.objects.bulk_create(
        [
            Registration(
                code=f"{n:06X}",
                name=f"Deelnemer {n}",
                email=f"p{n // 5}@stad.example",
                city_id=n % 41 + 1,
                event_id=n % 50 + 1,
                state="ok",
                made_at=now(),
            )
            for n in range(number)
        ],
        batch_size=2000,
    )
    user = User.objects.create_user("bench")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


if __name__ == "__main__":
    print(seed(int(sys.argv[2])))
