"""The addresses of the desk; each is let in by its row in `access.ROUTES`."""

from django.urls import path

from cartera.desk.views.cases import assignment, case, cases, paper
from cartera.desk.views.closing import closing
from cartera.desk.views.inbox import inbox
from cartera.desk.views.opening import opening
from cartera.desk.views.rights import access
from cartera.desk.views.task import task

app_name = "desk"

urlpatterns = [
    path("", inbox, name="inbox"),
    path("nuevo/<str:code>/", opening, name="opening"),
    path("tarea/<int:task_id>/", task, name="task"),
    path("casos/", cases, name="cases"),
    path("casos/<int:case_id>/", case, name="case"),
    path("cesiones/<int:number>/", assignment, name="assignment"),
    path("formatos/<int:paper_id>/", paper, name="paper"),
    path("cierre/", closing, name="closing"),
    path("quien-puede-que/", access, name="access"),
]
