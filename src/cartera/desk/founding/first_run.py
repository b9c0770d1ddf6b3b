"""The first run: a company founded step by step, behind the key that the server showed.

What is typed is kept by step in the session, as it was typed, so that going back loses nothing;
nothing is written before the summary is confirmed, and then everything at once.
"""

from base64 import b64decode
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cartera.control.audit.acts import Record, append
from cartera.control.people.models import User
from cartera.control.people.roles import ROLES
from cartera.desk.access import page
from cartera.desk.founding import answers
from cartera.desk.founding.answers import Read, Typed
from cartera.desk.founding.company import uploaded_logo
from cartera.entrance.founding_first import awaits_founding, forget_key, is_key, may_try
from cartera.entrance.routes import BOTH, Who
from cartera.entrance.visitor import Visitor
from cartera.entrance.words import said
from cartera.kernel.calendar import BusinessCalendar
from cartera.kernel.clock import now, today
from cartera.kernel.refusals import Refusal
from cartera.kernel.text import gettext_noop as _
from cartera.papers.frames import image_svg
from cartera.procedures.founding import found_company, missing_for_four_eyes
from cartera.procedures.profiles import PROFILES, Profile

STEPS = (
    ("pais", _("País")),
    ("empresa", _("Empresa")),
    ("calendario", _("Calendario")),
    ("libros", _("Libros")),
    ("personas", _("Personas")),
    ("primero", _("Primer cliente")),
    ("resumen", _("Resumen")),
)
NAMES = tuple(name for name, _title in STEPS)
KEPT = "founding"
LONGEST_PASSWORD = 128
ZONES = (
    "America/El_Salvador", "America/Bogota", "America/Guatemala", "America/Tegucigalpa",
    "America/Managua", "America/Costa_Rica", "America/Panama", "America/Mexico_City",
)  # fmt: skip
WEEK = (
    ("0", _("lunes")), ("1", _("martes")), ("2", _("miércoles")), ("3", _("jueves")),
    ("4", _("viernes")), ("5", _("sábado")), ("6", _("domingo")),
)  # fmt: skip
_LISTS = ("weekend", *(f"roles_{n}" for n in range(answers.ROWS)))


@page("empezar/", Who.ANYONE, _("Fundar la empresa, mientras no hay ninguna"), methods=BOTH)
@never_cache
@sensitive_post_parameters()
def founding(request: HttpRequest, visitor: Visitor | None) -> HttpResponse:
    """The steps of the first run; not there once a company exists."""
    if not awaits_founding():
        raise Http404
    kept = request.session.get(KEPT)
    if kept is None:
        return _door(request)
    step = request.POST.get("_step") or request.GET.get("paso") or NAMES[0]
    if step not in NAMES:
        raise Http404
    if request.method != "POST":
        return _page(request, kept, step)
    if step == "resumen":
        return _found(request, kept)
    return _answer(request, kept, step)


def _door(request: HttpRequest) -> HttpResponse:
    """Ask for the key; tries are counted and wrong ones recorded."""
    if request.method != "POST":
        return render(request, "desk/founding/door.html", {})
    if not may_try(request.META.get("REMOTE_ADDR", "")):
        wrong = gettext("Demasiados intentos: espere cinco minutos.")
        return render(request, "desk/founding/door.html", {"wrong": wrong}, status=429)
    if not is_key(request.POST.get("key", "")):
        at = now()
        append(Record(at, at.date(), "refused", result="SetUpKeyWrong"))
        wrong = gettext("Esa no es la clave que mostró el servidor al iniciar.")
        return render(request, "desk/founding/door.html", {"wrong": wrong}, status=422)
    request.session.cycle_key()
    request.session[KEPT] = {"typed": {}}
    return redirect("desk:founding")


def _answer(request: HttpRequest, kept: dict[str, Any], step: str) -> HttpResponse:
    """Keep what was typed; go back as it is, or on where nothing is wrong."""
    kept["typed"][step] = {
        name: request.POST.getlist(name) if name in _LISTS else request.POST[name][:2000]
        for name in request.POST
        if not name.startswith(("_", "csrf"))
    }
    wrong = _keep_logo(request, kept) if step == "empresa" else {}
    request.session[KEPT] = kept
    request.session.modified = True
    place = NAMES.index(step)
    if request.POST.get("_asks") == "back":
        return _to(NAMES[max(place - 1, 0)])
    read = read_step(kept, step)
    read.wrong |= wrong
    if read.wrong:
        return _page(request, kept, step, read.wrong)
    return _to(NAMES[place + 1])


def _to(step: str) -> HttpResponse:
    answer = redirect("desk:founding")
    answer["Location"] += f"?paso={step}"
    return answer


def _keep_logo(request: HttpRequest, kept: dict[str, Any]) -> dict[str, str]:
    """The picture that came is kept in the session, where papers could print it."""
    if request.POST.get("_no_logo"):
        kept.pop("logo", None)
    if "logo" not in request.FILES:
        return {}
    try:
        logo = uploaded_logo(request)
        image_svg(b64decode(logo))
    except Refusal as refusal:
        return {"logo": said(refusal)}
    kept["logo"] = logo
    return {}


def read_step(kept: dict[str, Any], step: str) -> Read:
    """What is kept of a step, read."""
    typed: Typed = kept["typed"].get(step, {})
    country = kept["typed"].get("pais", {}).get("country", "")
    locale = PROFILES[country].locale if country in PROFILES else "es_SV"
    match step:
        case "pais":
            return answers.read_country(typed)
        case "empresa":
            return answers.read_company(typed, country)
        case "calendario":
            return answers.read_calendar(typed)
        case "libros":
            return answers.read_books(typed, locale)
        case "personas":
            return answers.read_people(typed)
    return answers.read_first(typed, locale)


def _found(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    """Found the company, all at once, and show the links by which the others come in."""
    if request.POST.get("_asks") == "back":
        return _to(NAMES[-2])
    read = {step: read_step(kept, step) for step in NAMES[:-1]}
    unsound = next((step for step in NAMES[:-1] if read[step].wrong), None)
    if unsound:
        return _page(request, kept, unsound, read[unsound].wrong)
    people = read["personas"].values["people"]
    password = request.POST.get("password1", "")
    wrong = wrong_password(password, request.POST.get("password2", ""), people[0])
    if wrong:
        return _page(request, kept, "resumen", {"password1": wrong})
    logo = b64decode(kept["logo"]) if "logo" in kept else None
    plan = answers.plan_of(read, logo)
    try:
        founded = found_company(plan, password, on=today(ZoneInfo(plan.settings["timezone"])))
    except Refusal as refusal:
        return _page(request, kept, "resumen", {"password1": said(refusal)})
    forget_key()
    request.session.flush()
    shown = {"founded": founded, "user": people[0].username, "first": bool(plan.first)}
    return render(request, "desk/founding/founded.html", shown)


def wrong_password(chosen: str, again: str, person: Any) -> str:
    """What is wrong with the founder's password, or nothing."""
    if chosen != again:
        return gettext("Las dos claves no son iguales.")
    if len(chosen) > LONGEST_PASSWORD:
        return gettext("La clave es demasiado larga.")
    who = User(username=person.username, full_name=person.full_name, email=person.email)
    try:
        validate_password(chosen, who)
    except ValidationError as error:
        return " ".join(map(str, error.messages))
    return ""


def _page(
    request: HttpRequest, kept: dict[str, Any], step: str, wrong: dict[str, str] | None = None
) -> HttpResponse:
    typed = _offered(kept, step)
    place = NAMES.index(step)
    shown = {
        "step": step,
        "place": place + 1,
        "stages": [
            (title, "done" if n < place else "now" if n == place else "next")
            for n, (_name, title) in enumerate(STEPS)
        ],
        "title": STEPS[place][1],
        "count": len(STEPS),
        "typed": typed,
        "wrong": {name: gettext(text) for name, text in (wrong or {}).items()},
        "has_logo": "logo" in kept,
        **_more(kept, step, typed),
    }
    status = 422 if wrong else 200
    return render(request, f"desk/founding/{step}.html", shown, status=status)


def _offered(kept: dict[str, Any], step: str) -> dict[str, Any]:
    """What was typed; at the first look, what is usual in the country."""
    if step in kept["typed"]:
        return dict(kept["typed"][step])
    profile = _profile(kept)
    year = today(ZoneInfo(profile.timezone)).year
    match step:
        case "pais":
            return {"country": "SV", "currency": "USD", "timezone": profile.timezone}
        case "empresa":
            return {"place": profile.place}
        case "calendario":
            return {"weekend": ["5", "6"]}
        case "libros":
            return {"from_month": f"{year}-01", "to_month": f"{year + 1}-12"}
        case "personas":
            return {f"roles_{n}": list(roles) for n, roles in enumerate(answers.SUGGESTED)}
    return {}


def _profile(kept: dict[str, Any]) -> Profile:
    return PROFILES.get(kept["typed"].get("pais", {}).get("country", "SV")) or PROFILES["SV"]


def _more(kept: dict[str, Any], step: str, typed: dict[str, Any]) -> dict[str, Any]:
    """What a step shows beside its fields."""
    match step:
        case "pais":
            return {"profiles": PROFILES.values(), "zones": ZONES}
        case "calendario":
            return {"week": WEEK, "holidays": _holidays(kept)}
        case "personas":
            return {"rows": _people_rows(typed), "missing": _missing(kept)}
        case "primero":
            return {"may_propose": _founder_may_propose(kept)}
        case "resumen":
            return {"plan": _summary(kept), "missing": _missing(kept)}
    return {}


def _holidays(kept: dict[str, Any]) -> list[tuple[date, str]]:
    profile = _profile(kept)
    calendar = BusinessCalendar(profile.country, profile.subdivision or None)
    return calendar.feasts_in(today(ZoneInfo(profile.timezone)).year)


def _people_rows(typed: dict[str, Any]) -> list[dict[str, Any]]:
    staff = [role for role in ROLES.values() if not role.is_external]
    return [
        {
            "n": n,
            "name": typed.get(f"name_{n}", ""),
            "user": typed.get(f"user_{n}", ""),
            "email": typed.get(f"email_{n}", ""),
            "held": [r.name for r in staff if r.code in typed.get(f"roles_{n}", [])],
            "roles": [(r.code, r.name, r.code in typed.get(f"roles_{n}", [])) for r in staff],
        }
        for n in range(answers.ROWS)
    ]


def _missing(kept: dict[str, Any]) -> list[tuple[str, str]]:
    people = read_step(kept, "personas").values.get("people", [])
    return missing_for_four_eyes(people) if people else []


def _founder_may_propose(kept: dict[str, Any]) -> bool:
    people = read_step(kept, "personas").values.get("people", [])
    return bool(people) and "EJ_NEG" in people[0].roles


def _summary(kept: dict[str, Any]) -> dict[str, Any]:
    """Everything that will be made, as it was read."""
    found: dict[str, Any] = {}
    for step in NAMES[:-1]:
        found |= read_step(kept, step).values
    found["wrong"] = [(name, title) for name, title in STEPS[:-1] if read_step(kept, name).wrong]
    return found
