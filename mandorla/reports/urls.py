from __future__ import annotations

from django.urls import path

from mandorla.reports.views import brought, data_use, issuer, shares, taking

app_name = "reports"

urlpatterns = [
    path("data-use/pack.pdf", data_use.data_use_pack, name="data_use_pack"),
    path("me/brought/", brought.brought, name="brought"),
    path("me/brought/taking/", taking.taking, name="taking"),
    path("me/brought/paper.pdf", taking.paper, name="paper"),
    path("me/brought/brought.json", taking.file, name="file"),
    path("me/brought/badges/", taking.badges, name="badges"),
    path("me/brought/links/", shares.shares, name="shares"),
    path("me/brought/links/<int:pk>/end/", shares.share_end, name="share_end"),
    path("me/brought/helpers/", brought.helpers, name="helpers"),
    path("shared/<str:secret>/", shares.shared, name="shared"),
    path("issuer/", issuer.issuer, name="issuer"),
    path("issuer/profile.json", issuer.profile, name="profile"),
    path("issuer/keys.json", issuer.keys, name="keys"),
    path("issuer/keys/<slug:name>.json", issuer.key, name="key"),
    path("issuer/certificates/<slug:name>.pem", issuer.certificate, name="certificate"),
]
