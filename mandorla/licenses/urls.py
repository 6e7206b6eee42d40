from __future__ import annotations

from django.urls import path

from mandorla.licenses.views import (
    application,
    calendar,
    deciding,
    ending,
    ending_steps,
    legacy,
    license,
    policy,
    renewal,
    reviews,
)

app_name = "licenses"

LICENSE = "communities/<slug:slug>/license/"
REVIEW = f"{LICENSE}reviews/<int:pk>/"
ENDING = "communities/<slug:slug>/ending/"
LEGACY = "communities/<slug:slug>/legacy/"

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
    path(ENDING, ending.ending, name="ending"),
    path(f"{ENDING}last-day/", ending.last_day, name="ending_last_day"),
    path(f"{ENDING}resumption/", ending.resumption, name="ending_resumption"),
    path(f"{ENDING}heirs/", ending_steps.heirs, name="ending_heirs"),
    path(f"{ENDING}heirs/new/", ending_steps.new_heir, name="ending_new_heir"),
    path(f"{ENDING}things/", ending_steps.things, name="ending_things"),
    path(f"{ENDING}thanks/", ending_steps.thanks, name="ending_thanks"),
    path(f"{ENDING}changes/", ending_steps.changes, name="ending_changes"),
    path(f"{ENDING}close/", ending_steps.close, name="ending_close"),
    path(f"{ENDING}request/", ending_steps.request_close, name="ending_request"),
    path("communities/<slug:slug>/transformation/", ending.transformation, name="transformation"),
    path(LEGACY, legacy.legacy, name="legacy"),
    path(f"{LEGACY}name/", legacy.name, name="legacy_name"),
]
