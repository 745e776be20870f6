"""Every change to people and their access. Changes end up in the journal, addresses and names do not."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from kennispact.ground.journal import commands as journal
from kennispact.ground.kit.actor import VISITOR, Actor
from kennispact.ground.kit.refusal import refuse_if
from kennispact.ground.people import access, queries, rules
from kennispact.ground.people.models import Person, Session


@transaction.atomic
def invite_person(*, email: str, name: str, language: str = "nl", by: Actor, at: datetime) -> Person:
    """Let somebody in: from now on they can sign in by code, by their employer, or set a password.

    ``name`` is how colleagues see them, by default their role and organisation. Sends nothing itself.

    :raises Refused: if the address is wrong or taken, without a name, or in an unknown language
    """
    access.require(by, "invite_person")
    email = email.strip().lower()
    taken = Person.objects.filter(email=email).exists()
    refuse_if(rules.details_refusals(email=email, taken=taken, name=name, language=language))
    person = Person.objects.create_user(email, name=name.strip(), language=language, created_at=at)
    _answer_for_address(person)
    journal.write("person.invited", person, by=by, at=at)
    return person


@transaction.atomic
def correct_person(
    *,
    person: Person,
    email: str | None = None,
    name: str | None = None,
    language: str | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Correct somebody's details. ``None`` leaves a detail as it is; only supervisors correct an address.

    Another address ends all sessions and the link with employers: it may be another mailbox.

    :raises Refused: if the address is wrong or taken, without a name, or in an unknown language
    """
    access.require(by, "correct_person", person)
    person = _locked(person)
    email = None if email is None else email.strip().lower()
    moved = email is not None and email != person.email
    if moved:
        access.require(by, "correct_address", person)
    taken = moved and Person.objects.filter(email=email).exists()
    refuse_if(rules.details_refusals(email=email, taken=taken, name=name, language=language))
    changes = {"email": email, "name": name and name.strip(), "language": language}
    changed = {
        field: value for field, value in changes.items() if value not in (None, getattr(person, field))
    }
    if changed:
        for field, value in changed.items():
            setattr(person, field, value)
        person.save(update_fields=list(changed))
        if moved:
            _answer_for_address(person)
            SocialAccount.objects.filter(user=person).delete()
            Session.objects.filter(person=person).delete()
        journal.write("person.corrected", person, by=by, at=at, details=sorted(changed))
    return person


@transaction.atomic
def deactivate_person(*, person: Person, by: Actor, at: datetime) -> None:
    """End somebody's access at once: no new sign-in, and every session ends. Their acts stay.

    :raises Refused: if access had ended, or it is the actor's own
    """
    access.require(by, "deactivate_person", person)
    person = _locked(person)
    oneself = by.person_id == person.pk
    refuse_if(rules.deactivation_refusals(is_active=person.is_active, is_oneself=oneself))
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended, _ = Session.objects.filter(person=person).delete()
    journal.write("person.deactivated", person, by=by, at=at, sessions=ended)


@transaction.atomic
def reactivate_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Give somebody access again, with the same ways of signing in as before.

    :raises Refused: if they have access, or their data were erased
    """
    access.require(by, "reactivate_person", person)
    person = _locked(person)
    refuse_if(rules.reactivation_refusals(is_active=person.is_active, is_erased=queries.is_erased(person)))
    person.is_active = True
    person.save(update_fields=["is_active"])
    journal.write("person.reactivated", person, by=by, at=at)


@transaction.atomic
def end_sessions(*, person: Person, by: Actor, at: datetime, only: str = "", but: str = "") -> int:
    """Sign somebody out, everywhere at once. Return how many sessions ended.

    ``only`` is the handle of the one session to end (see :func:`queries.sessions`), ``but`` the handle of
    the one to keep.
    """
    access.require(by, "end_sessions", person)
    keys = [
        session.session_key
        for session in Session.objects.select_for_update().filter(person=person)
        if (not only or queries.handle(session.session_key) == only)
        and (not but or queries.handle(session.session_key) != but)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    if keys:
        journal.write("person.sessions-ended", person, by=by, at=at, sessions=len(keys))
    return len(keys)


@transaction.atomic
def erase_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Erase who somebody was: name, address, ways of signing in. What they did for the covenant stays.

    The archive keeps acts and decisions with the capacity in which they were done. Source: AVG 17.

    :raises Refused: if the person still has access, or was erased before
    """
    access.require(by, "erase_person", person)
    person = _locked(person)
    refuse_if(rules.erasure_refusals(is_active=person.is_active, is_erased=queries.is_erased(person)))
    person.email = f"{person.pk}{rules.ERASED_DOMAIN}"
    person.name = f"N.N. {person.pk}"
    person.language = "nl"
    person.last_login = None
    person.set_unusable_password()
    person.save()
    for table in (EmailAddress, SocialAccount, Authenticator):
        table.objects.filter(user=person).delete()
    Session.objects.filter(person=person).delete()
    journal.write("person.erased", person, by=by, at=at)


@transaction.atomic
def reset_second_factor(*, person: Person, by: Actor, at: datetime) -> None:
    """Help somebody who lost their phone and their recovery codes. They come in by code or employer again.

    The password goes too: whoever found it must not be the one who sets up a new second factor.

    :raises Refused: if there is no second factor
    """
    access.require(by, "reset_second_factor", person)
    person = _locked(person)
    refuse_if(rules.reset_refusals(has_factor=queries.has_second_factor(person)))
    Authenticator.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    Session.objects.filter(person=person).delete()
    journal.write("person.second-factor-reset", person, by=by, at=at)


@transaction.atomic
def link_identity(*, person: Person, employer: str, uid: str, by: Actor, at: datetime) -> SocialAccount:
    """Remember that somebody signs in with an employer's account. Keeps no more than its identifier.

    ``employer`` is the provider's key, ``uid`` issuer and subject. Whether it may was decided by
    :func:`rules.first_link_refusals`.
    """
    access.require(by, "link_identity", person)
    account = SocialAccount.objects.create(user=person, provider=employer, uid=uid, extra_data={})
    journal.write("person.identity-linked", person, by=by, at=at, employer=employer)
    return account


def note(
    verb: str, person: Person | None, *, at: datetime, by: Actor = VISITOR, result: str = "done", **facts: Any
) -> None:
    """Write one line about signing in or out, or about its means. Never a secret, never what was typed."""
    journal.write(verb, person, by=by, at=at, result=result, **facts)


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _answer_for_address(person: Person) -> None:
    """Let the one address that was invited count as verified; who invites answers for it."""
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
