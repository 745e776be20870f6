"""Addresses of this room."""

from django.urls import path

from kennispact.programme.products import pages

urlpatterns = [
    path("", pages.list_products, name="list_products"),
    path("producten.csv", pages.export_products, name="export_products"),
    path("nieuw/", pages.register_product, name="register_product"),
    path("inlezen/", pages.import_products, name="import_products"),
    path("soorten/", pages.add_kind, name="add_kind"),
    path("<str:key>/", pages.show_product, name="show_product"),
    path("<str:key>/verbeteren/", pages.correct_product, name="correct_product"),
    path("<str:key>/intrekken/", pages.withdraw_product, name="withdraw_product"),
]
