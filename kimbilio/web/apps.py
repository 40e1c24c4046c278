"""The pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Urls, views, forms and template tags."""

    name = "kimbilio.web"
