"""Addresses for the tests of the look, and pages that fail on purpose."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def refuse(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def spoil(_request: HttpRequest) -> HttpResponse:
    raise BadRequest


def crash(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError


for view in (refuse, spoil, crash):
    view.is_public = True

urlpatterns = [
    path("", include("kennispact.ground.look.urls")),
    path("sign-in/", include("kennispact.ground.people.urls")),
    path("refuse", refuse),
    path("spoil", spoil),
    path("crash", crash),
]
handler500 = "kennispact.ground.look.pages.server_error"
