"""Small worlds for the tests: products and questions in our own words."""

from kennispact.programme.linking.documents import Document

ITEMS = [
    Document(
        "leeg",
        "Van winkelstraat naar woonstraat",
        "Hoe eigenaren van leegstaande winkelpanden er woningen maken.",
    ),
    Document("warmte", "Samen een warmtenet", "Een buurt gaat van het gas af met een eigen warmtebedrijf."),
    Document(
        "schuld", "Eerder aan de bel", "Vroegsignalering van betalingsachterstanden bij huur en energie."
    ),
    Document("jeugd", "Grip op jeugdhulp", "Wat een regio doet aan wachtlijsten en kosten van jeugdzorg."),
    Document(
        "azc", "Draagvlak voor opvang", "Gesprekken met omwonenden over de komst van een asielzoekerscentrum."
    ),
    Document(
        "hub",
        "Delen in de wijk",
        "Mobiliteitshubs met deelauto's en minder parkeerplaatsen in een nieuwbouwwijk.",
    ),
    Document("oud", "Hofjes voor ouderen", "Geclusterde woonvormen waar senioren naar elkaar omkijken."),
    Document(
        "mkb", "Een loket voor ondernemers", "Dienstverlening aan kleine bedrijven over digitalisering."
    ),
]
QUESTIONS = [
    Document("q-leeg", "", "Wat kunnen wij doen aan de leegstand van winkels in ons centrum?"),
    Document("q-schuld", "", "Hoe bereiken we inwoners met schulden voordat zij uit hun huis worden gezet?"),
    Document("q-jeugd", "", "De jeugdzorg kost ons te veel geld, hoe krijgen we de uitgaven omlaag?"),
]
