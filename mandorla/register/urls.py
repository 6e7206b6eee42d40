from __future__ import annotations

from django.urls import path

from mandorla.register import views

app_name = "register"

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/export.zip", views.register_export, name="register_export"),
    path("register/<int:pk>/", views.register_import, name="register_import"),
    path("register/<int:pk>/progress/", views.register_progress, name="register_progress"),
    path("register/<int:pk>/start/", views.register_start, name="register_start"),
    path("register/<int:pk>/removal/", views.register_removal, name="register_removal"),
]
