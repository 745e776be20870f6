"""Confirming what has consequences, and striking what was entered wrongly: the same page everywhere."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kennispact.ground import clock
from kennispact.ground.look.door import Request, carried_out


class WhyForm(forms.Form):
    """A reason, for the record."""

    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who reads the record later sees this."),
    )


class Strike(Protocol):
    """A command that strikes; what it strikes was given to it (``functools.partial``)."""

    def __call__(self, *, why: str, by: Any, at: Any) -> Any:
        """Strike it.

        :raises Refused: if it may not be struck
        """


def confirmed(
    request: Request,
    form: forms.Form | None,
    act: Callable[..., object],
    *,
    done: str,
    back: str,
    template: str = "look/confirm.html",
    **context: object,
) -> HttpResponse:
    """Show what follows; once it is confirmed carry it out, say that it is ``done`` and go ``back``.

    ``form`` is ``None`` where nothing is filled in. ``context`` is that of ``look/confirm.html``: title,
    lead, action, consequences, breadcrumbs, and what is not as usual: grave, cancel.
    """
    if form is None:
        form = forms.Form(request.POST if request.method == "POST" else None)
    if carried_out(request, form, act):
        messages.success(request, done)
        return redirect(back)
    return render(request, template, {"form": form, "cancel": back} | context)


def confirm_striking(
    request: Request, strike: Strike, *, done: str, back: str, **context: Any
) -> HttpResponse:
    """Ask why, and strike. ``context`` is that of :func:`confirmed`; the action is to strike, and grave."""
    usual: dict[str, Any] = {"action": gettext("Strike"), "grave": True}
    act = partial(strike, by=request.actor, at=clock.now())
    form = WhyForm(request.POST or None)
    return confirmed(request, form, act, done=done, back=back, **(usual | context))
