"""Addresses of this room."""

from django.urls import path

from kennispact.pact.drafting.pages import annexes, city, cockpit, drafting, nota, reminding, templates, usage

urlpatterns = [
    path("", cockpit.list_papers, name="list_papers"),
    path("opstellen/", drafting.draft_missing, name="draft_missing"),
    path("herinneren/", reminding.remind_cities, name="remind_cities"),
    path("bijlage-3/", annexes.show_annex, name="show_annex"),
    path("bijlage-3/bestand.<str:form>", annexes.download_annex, name="download_annex"),
    path("bijlage-3/controleren/", annexes.verify_annex, name="verify_annex"),
    path("sjabloon/", templates.choose_template, name="choose_template"),
    path("sjabloon/word/", templates.download_template, name="download_template"),
    path("sjabloon/<int:pk>/doorhalen/", templates.strike_template, name="strike_template"),
    path("<str:key>/", city.show_papers, name="show_papers"),
    path("<str:key>/handtekeningen/", city.show_signatures, name="show_signatures"),
    path("<str:key>/vrijgeven/", city.release_papers, name="release_papers"),
    path("<str:key>/vrijgegeven/<int:pk>/", city.download_release, name="download_release"),
    path("<str:key>/pakket/<str:variant>/", city.download_package, name="download_package"),
    path("<str:key>/stuk/<str:kind>.<str:form>", city.save_paper, name="save_paper"),
    path("<str:key>/nota/", nota.show_nota, name="show_nota"),
    path("<str:key>/nota/bewerken/", nota.edit_nota, name="edit_nota"),
    path("<str:key>/nota/<str:section>/", nota.change_section, name="change_section"),
    path("<str:key>/nota/<str:section>/plaats/", nota.move_section, name="move_section"),
    path("<str:key>/gebruik/", usage.enter_usage, name="enter_usage"),
    path("<str:key>/gebruik/<int:pk>/doorhalen/", usage.strike_usage, name="strike_usage"),
]
