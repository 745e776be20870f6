"""Striking what was entered wrongly: one question, one page, the same everywhere."""

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


def confirm_striking(
    request: Request,
    strike: Strike,
    *,
    done: str,
    back: str,
    template: str = "look/confirm.html",
    **context: object,
) -> HttpResponse:
    """Show what follows and ask why; then strike, say that it is ``done`` and go ``back``.

    ``context`` is that of ``look/confirm.html``: title, lead, consequences, breadcrumbs, and what is not as
    usual: action, grave, cancel.
    """
    form = WhyForm(request.POST or None)
    if carried_out(request, form, partial(strike, by=request.actor, at=clock.now())):
        messages.success(request, done)
        return redirect(back)
    usual = {"form": form, "action": gettext("Strike"), "grave": True, "cancel": back}
    return render(request, template, usual | context)
