from __future__ import annotations

from django.urls import path

from mandorla.people.views import account, first_run, invitations, mail, people, roster, units

app_name = "people"

urlpatterns = [
    path("welcome/", first_run.welcome, name="first_run"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/correction/", people.correction, name="correction"),
    path("people/<int:pk>/placement/", people.placement, name="placement"),
    path("people/<int:pk>/roles/<slug:role>/", people.role, name="role"),
    path("people/<int:pk>/roles/<slug:role>/end/", people.role_end, name="role_end"),
    path("people/<int:pk>/deactivation/", people.deactivation, name="deactivation"),
    path("people/<int:pk>/reactivation/", people.reactivation, name="reactivation"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="new_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/name/", units.unit_name, name="unit_name"),
    path("units/<int:pk>/parent/", units.unit_parent, name="unit_parent"),
    path("units/<int:pk>/merger/", units.unit_merger, name="unit_merger"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:pk>/withdrawal/", invitations.withdrawal, name="withdrawal"),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/mail/", mail.mail, name="mail"),
    path("unsubscribe/<str:token>/", mail.unsubscribe, name="unsubscribe"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<int:pk>/revocation/", account.token_revocation, name="token_revocation"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/", roster.roster_import, name="roster_import"),
    path("roster/<int:pk>/choices/", roster.roster_choices, name="roster_choices"),
    path("roster/<int:pk>/progress/", roster.roster_progress, name="roster_progress"),
    path("roster/<int:pk>/removal/", roster.roster_removal, name="roster_removal"),
    path("roster/<int:pk>/<slug:kind>.csv", roster.roster_list, name="roster_list"),
]
