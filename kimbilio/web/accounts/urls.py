"""Addresses of signing in and of one's own account.

allauth's views keep allauth's names, because its flows ask for them; ours are ``account:name``.
"""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
