"""The room as Django knows it."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """The room ``programme.products``."""

    name = "kennispact.programme.products"
    label = "products"
