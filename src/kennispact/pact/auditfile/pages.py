"""The auditfile of a year, to save."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse
from django.views.decorators.http import require_safe

from kennispact.ground import clock
from kennispact.ground.look.door import Request, page
from kennispact.pact.auditfile import commands

IN_MEMORY = 2 * 1024 * 1024


@page
@require_safe
def export_auditfile(request: Request, year: int) -> FileResponse:
    """Give a year as known in the view. It is complete before its first byte leaves."""
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    found = commands.write_auditfile(
        year=year, into=file, by=request.actor, at=clock.now(), known=request.bar.as_of.known
    )
    answer = FileResponse(file, as_attachment=True, filename=found.name, content_type="application/xml")
    answer["Cache-Control"] = "private, no-store"
    return answer
