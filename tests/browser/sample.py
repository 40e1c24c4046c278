"""Addresses of the program and one page of its own with every behaviour, for the tests of scripts."""

from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django_cotton.compiler_regex import CottonCompiler

from kimbilio.accounts.middleware import ALWAYS
from kimbilio.web.urls import urlpatterns as ours

SAMPLE = """
{% extends "base.html" %}{% load fields %}
{% block title %}Case KB-4T7Q{% endblock %}
{% block head %}<div class="kb-head"><h1>Sample</h1></div>{% endblock %}
{% block main %}
<p>Goes by <span data-p id="name">Neema</span></p>
<form method="post" action="/sample/kept/" novalidate>
  {% csrf_token %}<input type="hidden" name="draft_form" value="note">
  <label for="words">Words</label><textarea class="form-control" id="words" name="words"></textarea>
  <button class="btn btn-primary" id="save">Save</button>
</form>
<c-reveal label="Full name" url="/sample/name/" />
<ul class="rows" data-rows><li><a href="#one">One</a></li><li><a href="#two">Two</a></li></ul>
<button class="btn btn-quiet" id="load" hx-get="/sample/missing/" hx-target="#loaded">Load</button>
<div id="loaded"></div>
{% endblock %}
"""
sent: list[str] = []


def page(request):
    """The page with every behaviour."""
    template = engines["django"].from_string(CottonCompiler().process(SAMPLE))
    return HttpResponse(template.render({}, request))


@csrf_exempt
def kept(request):
    """A place that forms are sent to, and counted."""
    sent.append(request.POST.get("words", ""))
    return HttpResponse("<!doctype html><title>Kept</title><p>Kept")


def name(request):
    """What is shown for twenty seconds."""
    return HttpResponse('<span class="shown">Neema Wanjiru</span>')


def save(request):
    """Stands in for the place of drafts."""
    sent.append(f"draft: {request.POST.get('words', '')}")
    return JsonResponse({"saved": "09:41"})


def lock(request):
    """Stands in for the lock."""
    sent.append(f"lock: {request.POST.get('next', '')}")
    return HttpResponse(status=204)


for view in [page, kept, name, save, lock]:
    view.reach = ALWAYS

urlpatterns = [
    path("sample/", page),
    path("sample/kept/", kept),
    path("sample/name/", name),
    path("drafts/", include(([path("save/", save, name="save")], "drafts"))),
    path("account/", include(([path("lock/", lock, name="lock")], "account"))),
    *ours,
]
