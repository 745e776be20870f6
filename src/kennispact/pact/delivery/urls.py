"""Addresses of this room."""

from django.urls import path

from kennispact.pact.delivery import pages

urlpatterns = [
    path("<int:year>/", pages.list_dispatches, name="list_dispatches"),
    path("<int:year>/versturen/", pages.send_invoices, name="send_invoices"),
    path("opnieuw/<int:pk>/", pages.send_invoice_again, name="send_invoice_again"),
    path("bericht/", pages.receive_delivery_news, name="receive_delivery_news"),
]
