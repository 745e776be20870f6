"""Addresses of this room."""

from django.urls import path

from kennispact.programme.finding.pages import asking, one, words

urlpatterns = [
    path("stellen/", asking.ask_question, name="ask_question"),
    path("suggesties/", asking.suggest, name="suggest"),
    path("niet-nodig/", asking.stop_asking, name="stop_asking"),
    path("woorden/", words.list_words, name="list_words"),
    path("woorden/<int:pk>/doorhalen/", words.strike_words, name="strike_words"),
    path("<int:pk>/koppeling/", one.judge_link, name="judge_link"),
    path("<int:pk>/besluit/", one.decide_scope, name="decide_scope"),
]
