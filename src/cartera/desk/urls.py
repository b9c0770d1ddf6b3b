"""The addresses of the desk: each is declared beside its view (`access.page`)."""

from importlib import import_module

from cartera.desk.access import PAGES

# The modules that declare pages, in the order in which 'quién puede qué' lists them.
PLACES = (
    "work.inbox",
    "work.quick",
    "work.opening",
    "work.task",
    "simulator.views",
    "forms.suggestions",
    "cases.case",
    "cases.dossier",
    "cases.views",
    "parties.views",
    "parties.dashboard",
    "parties.recovery",
    "parties.between_factors",
    "lists.views",
    "lists.views_kept",
    "lists.downloads",
    "lists.entry",
    "vault.views",
    "cheques.views",
    "routes.views",
    "routes.mine",
    "routes.phone",
    "lists.search",
    "mail.pages",
    "closing.views",
    "people.pages",
    "people.rights",
    "look.views",
    "people.enrolment",
    "guide.views",
    "people.sessions",
    "people.welcome",
    "factors.answer",
    "founding.balances",
    "founding.company",
    "founding.first_run",
    "founding.work",
    "programs.keys",
    "programs.telling",
    "programs.guide",
)

for place in PLACES:
    import_module(f"cartera.desk.{place}")

app_name = "desk"
urlpatterns = PAGES
