"""Every address of the program. Addresses are Dutch words; names are those of the code."""

from django.urls import include, path

urlpatterns = [
    path("", include("kennispact.doors.portal.urls")),
    path("convenant/", include("kennispact.review.compliance.urls")),
    path("agenda/", include("kennispact.review.calendar.urls")),
    path("bijdragen/", include("kennispact.pact.contributions.urls")),
    path("overschot/", include("kennispact.pact.settlement.urls")),
    path("facturen/verzenden/", include("kennispact.pact.delivery.urls")),
    path("facturen/", include("kennispact.pact.invoicing.urls")),
    path("extra-bijdragen/", include("kennispact.pact.supplementary.urls")),
    path("extra-bijdragen/", include("kennispact.pact.invoicing.extra_urls")),
    path("betalingen/", include("kennispact.pact.payments.urls")),
    path("grootboek/", include("kennispact.pact.auditfile.urls")),
    path("grootboek/", include("kennispact.pact.ledger.urls")),
    path("overeenkomsten/", include("kennispact.pact.agreements.urls")),
    path("stukken/", include("kennispact.pact.drafting.urls")),
    path("besluiten/", include("kennispact.registers.decisions.urls")),
    path("documenten/", include("kennispact.registers.documents.urls")),
    path("themas/", include("kennispact.registers.covenant.urls")),
    path("themas/", include("kennispact.programme.joint.theme_urls")),
    path("samen/", include("kennispact.programme.joint.urls")),
    path("vragen/", include("kennispact.programme.joint.question_urls")),
    path("vragen/", include("kennispact.programme.finding.urls")),
    path("vragen/", include("kennispact.programme.questions.urls")),
    path("producten/", include("kennispact.programme.products.urls")),
    path("netwerk/", include("kennispact.registers.network.urls")),
    path("sign-in/", include("kennispact.ground.people.urls")),
    path("", include("kennispact.ground.look.urls")),
]
handler500 = "kennispact.ground.look.pages.server_error"
