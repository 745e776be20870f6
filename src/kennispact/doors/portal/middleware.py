"""Who is asking: puts the actor on every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kennispact.ground.kit.actor import VISITOR

GetResponse = Callable[[HttpRequest], HttpResponse]


def actor(get_response: GetResponse) -> GetResponse:
    """Set ``request.actor`` from the person's mandates of today."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.actor = VISITOR  # type: ignore[attr-defined]
        return get_response(request)

    return answer
