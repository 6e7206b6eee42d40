from __future__ import annotations

from django.urls import path

from mandorla.licenses.views import (
    application,
    calendar,
    deciding,
    license,
    policy,
    renewal,
    reviews,
)

app_name = "licenses"

LICENSE = "communities/<slug:slug>/license/"
REVIEW = f"{LICENSE}reviews/<int:pk>/"

urlpatterns = [
    path(LICENSE, license.license, name="license"),
    path(f"{LICENSE}decisions/<int:pk>/", license.decision, name="decision"),
    path(f"{LICENSE}past/<int:number>/", license.past, name="past"),
    path(f"{LICENSE}application/", application.application, name="application"),
    path(
        f"{LICENSE}application/withdrawal/", application.withdrawal, name="application_withdrawal"
    ),
    path(f"{LICENSE}application/<slug:step>/", application.step, name="application_step"),
    path(f"{LICENSE}decision/", deciding.deciding, name="deciding"),
    path(f"{LICENSE}conditions/<int:pk>/", deciding.condition, name="condition"),
    path("licenses/policy/", policy.policy, name="policy"),
    path("licenses/policy/<slug:archetype>/", policy.policy, name="policy_of"),
    path("licenses/calendar/", calendar.calendar, name="calendar"),
    path(f"{LICENSE}renewal/", renewal.renewal, name="renewal"),
    path(f"{LICENSE}reviews/", reviews.reviews, name="reviews"),
    path(REVIEW, reviews.review, name="review"),
    path(f"{REVIEW}submission/", reviews.submission, name="review_submission"),
    path(f"{REVIEW}recall/", reviews.recall, name="review_recall"),
    path(f"{REVIEW}cancellation/", reviews.cancellation, name="review_cancellation"),
    path(f"{REVIEW}comments/", reviews.comments, name="review_comments"),
    path(f"{REVIEW}remarks/", reviews.remarks, name="review_remarks"),
    path(f"{REVIEW}reader/", reviews.reader, name="review_reader"),
    path(f"{REVIEW}answer/", reviews.answer, name="review_answer"),
]
