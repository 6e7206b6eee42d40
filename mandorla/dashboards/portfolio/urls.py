from __future__ import annotations

from django.urls import path

from mandorla.dashboards.portfolio import views

urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/map/", views.portfolio_map, name="portfolio_map"),
    path("portfolio/decisions/", views.decisions, name="portfolio_decisions"),
    path("portfolio/views/", views.save_view, name="save_view"),
    path("portfolio/views/<int:pk>/removal/", views.remove_view, name="remove_view"),
    path("portfolio/portfolio.csv", views.table, {"kind": "csv"}, name="portfolio_csv"),
    path("portfolio/portfolio.xlsx", views.table, {"kind": "xlsx"}, name="portfolio_xlsx"),
]
