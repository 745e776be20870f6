"""Addresses of the supervisors' tools, and of who acts for whom."""

from django.urls import path

from kennispact.doors.portal.manage import (
    journal,
    letters,
    mandate_list,
    mandates,
    people,
    people_access,
    populations,
    shelf,
)

urlpatterns = [
    path("netwerk/", mandate_list.list_mandates, name="list_mandates"),
    path("netwerk/benoemen/", mandates.appoint, name="appoint"),
    path("netwerk/mandaten/<int:pk>/einde/", mandates.end_mandate, name="end_mandate"),
    path("netwerk/mandaten/<int:pk>/doorhalen/", mandates.strike_mandate, name="strike_mandate"),
    path(
        "netwerk/mandaten/<int:pk>/einde/doorhalen/", mandates.strike_mandate_end, name="strike_mandate_end"
    ),
    path("netwerk/inwoners/", populations.import_populations, name="import_populations"),
    path("netwerk/inwoners/<int:pk>/", populations.confirm_populations, name="confirm_populations"),
    path("beheer/", shelf.manage, name="manage"),
    path("beheer/controle/", shelf.show_check, name="show_check"),
    path("beheer/journaal/", journal.list_journal, name="list_journal"),
    path("beheer/brieven/", letters.list_letters, name="list_letters"),
    path("beheer/brieven/<int:pk>/", letters.show_letter, name="show_letter"),
    path("beheer/brieven/<int:pk>/opnieuw/", letters.send_again, name="send_again"),
    path("beheer/brieven/<int:pk>/teruggekomen/", letters.mark_bounced, name="mark_bounced"),
    path("beheer/brieven/<int:pk>/teruggekomen/doorhalen/", letters.strike_bounce, name="strike_bounce"),
    path("beheer/mensen/", people.list_people, name="list_people"),
    path("beheer/mensen/uitnodigen/", people.invite_person, name="invite_person"),
    path("beheer/mensen/<int:pk>/", people.show_person, name="show_person"),
    path("beheer/mensen/<int:pk>/verbeteren/", people.correct_person, name="correct_person"),
    path("beheer/mensen/<int:pk>/toegang-einde/", people_access.deactivate_person, name="deactivate_person"),
    path("beheer/mensen/<int:pk>/toegang/", people_access.reactivate_person, name="reactivate_person"),
    path("beheer/mensen/<int:pk>/wissen/", people_access.erase_person, name="erase_person"),
    path("beheer/mensen/<int:pk>/afmelden/", people_access.end_sessions, name="end_sessions"),
    path(
        "beheer/mensen/<int:pk>/tweede-stap/", people_access.reset_second_factor, name="reset_second_factor"
    ),
]
