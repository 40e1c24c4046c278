"""Every address of the pages. Each area adds its own list; nothing else defines a path."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
