"""Addresses of this room."""

from django.urls import path

from kennispact.pact.settlement import pages, writing

urlpatterns = [
    path("", pages.list_surpluses, name="list_surpluses"),
    path("voorstellen/", writing.propose_surplus, name="propose_surplus"),
    path("<int:pk>/", pages.show_surplus, name="show_surplus"),
    path("<int:pk>/aandelen.csv", pages.export_shares, name="export_shares"),
    path("<int:pk>/instemmen/", writing.agree_to_surplus, name="agree_to_surplus"),
    path("<int:pk>/uitvoeren/", writing.carry_out_surplus, name="carry_out_surplus"),
    path("<int:pk>/doorhalen/", writing.strike_surplus, name="strike_surplus"),
]
