"""The addresses of the desk; each is let in by its row in `access.ROUTES`."""

from django.urls import path

from cartera.desk.views import cases, closing, inbox, opening, rights, task

app_name = "desk"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("nuevo/<str:code>/", opening.opening, name="opening"),
    path("tarea/<int:task_id>/", task.task, name="task"),
    path("casos/", cases.cases, name="cases"),
    path("casos/<int:case_id>/", cases.case, name="case"),
    path("cesiones/<int:number>/", cases.assignment, name="assignment"),
    path("formatos/<int:paper_id>/", cases.paper, name="paper"),
    path("cierre/", closing.closing, name="closing"),
    path("quien-puede-que/", rights.access, name="access"),
]
