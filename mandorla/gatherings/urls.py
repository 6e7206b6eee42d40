from __future__ import annotations

from django.urls import path

from mandorla.gatherings import calendar_urls
from mandorla.gatherings.views import (
    attendance,
    change,
    commitments,
    here,
    rhythm,
)

app_name = "gatherings"

GATHERINGS = "communities/<slug:slug>/gatherings/"
GATHERING = f"{GATHERINGS}<int:series>/<date:planned_on>/"
COMMITMENTS = "communities/<slug:slug>/gatherings/commitments/"

urlpatterns = [
    path(GATHERINGS, rhythm.gatherings, name="gatherings"),
    path(f"{GATHERINGS}new/", rhythm.begin, name="begin"),
    path(f"{GATHERINGS}<int:series>/", rhythm.change, name="series"),
    path(f"{GATHERINGS}<int:series>/end/", rhythm.end, name="end"),
    path(f"{GATHERINGS}<int:series>/turns/", rhythm.turns, name="turns"),
    path(f"{GATHERING}change/", change.change, name="change"),
    *calendar_urls.urlpatterns,
    path("here/", here.here_form, name="here_form"),
    path("here/<str:code>/", here.here, name="here"),
    path(f"{GATHERING}attendance/", attendance.attendance, name="attendance"),
    path(f"{GATHERING}attendance/me/", attendance.own_attendance, name="own_attendance"),
    path(
        f"{GATHERING}attendance/people/<int:person>/",
        attendance.person_attendance,
        name="person_attendance",
    ),
    path(f"{GATHERING}attendance/guests/", attendance.guests, name="guests"),
    path(f"{GATHERING}attendance/code/", attendance.code, name="code"),
    path(f"{GATHERING}attendance/file/", attendance.attendance_file, name="attendance_file"),
    path(f"{GATHERING}attendance/file/kept/", attendance.attendance_kept, name="attendance_kept"),
    path("commitments/", commitments.mine, name="my_commitments"),
    path(COMMITMENTS, commitments.commitments, name="commitments"),
    path(f"{COMMITMENTS}<int:pk>/", commitments.commitment, name="commitment"),
    path(f"{COMMITMENTS}<int:pk>/<slug:verb>/", commitments.step, name="commitment_step"),
]
