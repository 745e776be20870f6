"""Addresses of this room."""

from django.urls import path

from kennispact.pact.payments import overdue_pages, pages, statement_pages, transfer_pages, undoing_pages

urlpatterns = [
    path("", pages.list_payments, name="list_payments"),
    path("boeking/<int:pk>/", pages.show_entry, name="show_entry"),
    path("boeking/<int:pk>/koppelen/", pages.match_entry, name="match_entry"),
    path("boeking/<int:pk>/apart/", pages.set_entry_aside, name="set_entry_aside"),
    path("koppeling/<int:pk>/ongedaan/", undoing_pages.strike_match, name="strike_match"),
    path("afschriften/", statement_pages.list_statements, name="list_statements"),
    path("afschriften/inlezen/", statement_pages.import_statement, name="import_statement"),
    path("afschriften/inlezen/<str:token>/", statement_pages.confirm_statement, name="confirm_statement"),
    path("afschriften/<int:pk>/", statement_pages.show_statement, name="show_statement"),
    path("afschriften/<int:pk>/boekingen.csv", statement_pages.export_statement, name="export_statement"),
    path("afschriften/<int:pk>/doorhalen/", statement_pages.strike_statement, name="strike_statement"),
    path("open/", overdue_pages.list_overdue, name="list_overdue"),
    path("open/posten.csv", overdue_pages.export_overdue, name="export_overdue"),
    path("open/<str:key>/herinneren/", overdue_pages.remind_city, name="remind_city"),
    path("open/<str:key>/verrekenen/", transfer_pages.set_off_overpayment, name="set_off_overpayment"),
    path("verrekening/<int:pk>/ongedaan/", undoing_pages.strike_transfer, name="strike_transfer"),
]
