"""Addresses of this room. Who acts for whom, at the root of this part, is the portal's."""

from django.urls import path

from kennispact.registers.network import pages

urlpatterns = [
    path("organisaties/<str:key>/", pages.show_organisation, name="show_organisation"),
    path("organisaties/<str:key>/verbeteren/", pages.correct_organisation, name="correct_organisation"),
    path("organisaties/<str:key>/toetreden/", pages.join_network, name="join_network"),
    path("organisaties/<str:key>/vertrekken/", pages.leave_network, name="leave_network"),
    path(
        "organisaties/<str:key>/lidmaatschap/<int:pk>/doorhalen/",
        pages.strike_membership,
        name="strike_membership",
    ),
    path(
        "organisaties/<str:key>/inwoners/<int:pk>/doorhalen/",
        pages.strike_population,
        name="strike_population",
    ),
]
