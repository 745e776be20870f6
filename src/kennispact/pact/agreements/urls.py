"""Addresses of this room."""

from django.urls import path

from kennispact.pact.agreements import notices, pages, writing

urlpatterns = [
    path("", pages.list_register, name="list_register"),
    path("register.<str:form>", pages.export_register, name="export_register"),
    path("<str:key>/stap/", writing.take_step, name="take_step"),
    path("<str:key>/stap/<int:pk>/doorhalen/", writing.strike_step, name="strike_step"),
    path("<str:key>/opzegging/", notices.give_notice, name="give_notice"),
    path("<str:key>/opzegging/intrekken/", notices.withdraw_notice, name="withdraw_notice"),
    path("<str:key>/opzegging/<int:pk>/doorhalen/", notices.strike_notice, name="strike_notice"),
]
