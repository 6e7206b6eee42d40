from __future__ import annotations

from django.urls import path

from mandorla.ledger.views import (
    asked_once,
    claims,
    foresights,
    give_get,
    investments,
    investments_files,
    measures,
    measures_files,
    proofs,
    rates,
    readings,
    readings_files,
    stories,
    stories_files,
    threads,
    worth,
)

app_name = "ledger"

STORIES = "communities/<slug:slug>/stories/"
STORY = f"{STORIES}<int:number>/"

INVESTMENTS = "communities/<slug:slug>/value/investments/"
GIVE_GET = "communities/<slug:slug>/value/give-and-get/"

urlpatterns = [
    path(INVESTMENTS, investments.investments, name="investments"),
    path(f"{INVESTMENTS}new/", investments.new_investment, name="new_investment"),
    path(f"{INVESTMENTS}file/", investments_files.investments_file, name="investments_file"),
    path(f"{INVESTMENTS}rows.csv", investments_files.investments_csv, name="investments_csv"),
    path(f"{INVESTMENTS}rows.xlsx", investments_files.investments_xlsx, name="investments_xlsx"),
    path(f"{INVESTMENTS}confirmation/", investments.confirmation, name="confirmation"),
    path(f"{INVESTMENTS}charter/", investments.taking_over, name="taking_over"),
    path(f"{INVESTMENTS}<int:pk>/", investments.investment, name="investment"),
    path(f"{INVESTMENTS}<int:pk>/removal/", investments.removal, name="removal"),
    path("ledger/asked/<int:pk>/ending/", asked_once.asked_once_end, name="asked_once_end"),
    path("ledger/rates/", rates.rates, name="rates"),
    path(STORIES, stories.stories, name="stories"),
    path(f"{STORIES}new/", stories.story_new, name="story_new"),
    path(f"{STORIES}file/", stories_files.stories_file, name="stories_file"),
    path(f"{STORIES}stories.csv", stories_files.stories_csv, name="stories_csv"),
    path(f"{STORIES}stories.xlsx", stories_files.stories_xlsx, name="stories_xlsx"),
    path(STORY, stories.story, name="story"),
    path(f"{STORY}change/", stories.story_change, name="story_change"),
    path(f"{STORY}steps/", stories.story_step, name="story_step"),
    path(f"{STORY}promise/", stories.story_promise, name="story_promise"),
    path(f"{STORY}claim/", claims.claim, name="claim"),
    path(f"{STORY}claim/<slug:verb>/", claims.claim_answer, name="claim_answer"),
    path(f"{STORY}proofs/", proofs.proofs, name="proofs"),
    path(f"{STORY}proofs/<int:pk>/", proofs.file, name="proof"),
    path(f"{STORY}proofs/<int:pk>/removal/", proofs.removal, name="proof_removal"),
    path(f"{STORY}withdrawal/", stories.story_withdrawal, name="story_withdrawal"),
    path("communities/<slug:slug>/value/worth/", worth.worth, name="worth"),
    path(GIVE_GET, give_get.give_get, name="give_get"),
    path(f"{GIVE_GET}rows.csv", give_get.give_get_csv, name="give_get_csv"),
    path("communities/<slug:slug>/thread/", threads.flow, name="flow"),
    path("communities/<slug:slug>/thread/flow.csv", threads.flow_csv, name="flow_csv"),
    path("communities/<slug:slug>/thread/broken.csv", threads.loose_csv, name="loose_csv"),
    path("thread/<slug:kind>/<int:pk>/", threads.thread, name="thread"),
    path("communities/<slug:slug>/measures/", measures.measures, name="measures"),
    path("communities/<slug:slug>/measures/new/", measures.begin, name="measure_begin"),
    path(
        "communities/<slug:slug>/measures/file/",
        measures_files.measures_file,
        name="measures_file",
    ),
    path(
        "communities/<slug:slug>/measures/measures.csv",
        measures_files.measures_csv,
        name="measures_csv",
    ),
    path(
        "communities/<slug:slug>/measures/measures.xlsx",
        measures_files.measures_xlsx,
        name="measures_xlsx",
    ),
    path("communities/<slug:slug>/measures/<int:number>/", readings.measure, name="measure"),
    path(
        "communities/<slug:slug>/measures/<int:number>/change/",
        measures.change,
        name="measure_change",
    ),
    path("foresights/", foresights.foresights, name="foresights"),
    path(
        "communities/<slug:slug>/measures/<int:number>/foresight/",
        foresights.foresight,
        name="measure_foresight",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/retirement/",
        measures.retirement,
        name="measure_retirement",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/readings/file/",
        readings_files.brought,
        name="readings_file",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/readings.csv",
        readings_files.readings_csv,
        name="readings_csv",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/readings.xlsx",
        readings_files.readings_xlsx,
        name="readings_xlsx",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/readings/<int:pk>/",
        readings.correction,
        name="reading",
    ),
    path(
        "communities/<slug:slug>/measures/<int:number>/readings/<int:pk>/removal/",
        readings.removal,
        name="reading_removal",
    ),
]
