"""Addresses of this room."""

from django.urls import include, path

from kennispact.doors.portal import colophon, document_list, home_page
from kennispact.doors.portal.cities import one as city
from kennispact.doors.portal.cities import pages as cities

urlpatterns = [
    path("", home_page.home, name="home"),
    path("over", colophon.show_about, name="show_about"),
    path("privacy", colophon.show_privacy, name="show_privacy"),
    path("", include("kennispact.doors.portal.manage.urls")),
    path("steden/", cities.list_cities, name="list_cities"),
    path("steden/steden.csv", cities.export_cities, name="export_cities"),
    path("steden/<str:key>/", city.show_city, name="show_city"),
    path("documenten/", document_list.list_documents, name="list_documents"),
    path("documenten/documenten.csv", document_list.export_documents, name="export_documents"),
]
