"""The addresses of the site."""

from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    # Sessions have a page of our own; the library's address leads there.
    path(
        "cuenta/sessions/",
        login_required(RedirectView.as_view(pattern_name="desk:sessions")),
        name="usersessions_list",
    ),
    path("cuenta/", include("allauth.urls")),
    path("idioma/", require_POST(set_language), name="set_language"),
    path("api/v1/", include("cartera.api.urls")),
    path("", include("cartera.desk.urls")),
]

handler400 = "cartera.config.errors.bad_request"
handler403 = "cartera.config.errors.permission_denied"
handler404 = "cartera.config.errors.not_found"
handler500 = "cartera.config.errors.server_error"
