"""Where what was consented to apart is invoiced: below the addresses of what was asked."""

from django.urls import path

from kennispact.pact.invoicing import extra_pages

urlpatterns = [path("<int:pk>/factureren/", extra_pages.invoice_extra, name="invoice_extra")]
