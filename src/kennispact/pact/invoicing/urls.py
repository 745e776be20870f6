"""Addresses of this room."""

from django.urls import path

from kennispact.pact.invoicing import pages, run_pages, setting_pages

urlpatterns = [
    path("", pages.list_invoices, name="list_invoices"),
    path("facturen.csv", pages.export_invoices, name="export_invoices"),
    path("maken/<int:year>/", run_pages.show_invoice_run, name="show_invoice_run"),
    path("maken/<int:year>/bevestigen/", run_pages.issue_invoices, name="issue_invoices"),
    path("gegevens/", setting_pages.show_invoice_settings, name="show_invoice_settings"),
    path("gegevens/leverancier/", setting_pages.set_supplier, name="set_supplier"),
    path("gegevens/doorhalen/<int:pk>/", setting_pages.strike_setting, name="strike_setting"),
    path("gegevens/<slug:key>/<int:year>/", setting_pages.set_buyer, name="set_buyer"),
    path("<slug:number>/", pages.show_invoice, name="show_invoice"),
    path("<slug:number>/crediteren/", pages.credit_invoice, name="credit_invoice"),
    path("<slug:number>/maken/<slug:profile>/", pages.make_paper, name="make_paper"),
    path("<slug:number>/<slug:profile>.<slug:form>", pages.download_paper, name="download_paper"),
]
