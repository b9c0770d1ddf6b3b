"""The addresses of the site."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("cuenta/", include("allauth.urls"))]
if find_spec("cartera.desk.urls"):
    urlpatterns.append(path("", include("cartera.desk.urls")))
