"""Addresses of this room."""

from django.urls import path

from kennispact.review.calendar import feed_pages, pages

urlpatterns = [
    path("", pages.show_calendar, name="show_calendar"),
    path("abonneren/", feed_pages.make_feed, name="make_feed"),
    path("abonneren/<int:pk>/stoppen/", feed_pages.revoke_feed, name="revoke_feed"),
    path("feed/<str:token>.ics", feed_pages.feed, name="feed"),
]
