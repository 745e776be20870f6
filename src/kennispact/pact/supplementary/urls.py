"""Addresses of this room."""

from django.urls import path

from kennispact.pact.supplementary import pages, writing

urlpatterns = [
    path("", pages.list_extras, name="list_extras"),
    path("voorstellen/", writing.propose_extra, name="propose_extra"),
    path("<int:pk>/", pages.show_extra, name="show_extra"),
    path("<int:pk>/antwoorden.csv", pages.export_answers, name="export_answers"),
    path("<int:pk>/instemmen/", writing.agree_to_extra, name="agree_to_extra"),
    path("<int:pk>/doorhalen/", writing.strike_extra, name="strike_extra"),
    path("<int:pk>/<slug:key>/antwoord/", writing.reply_to_extra, name="reply_to_extra"),
]
