"""The employer's sign-in service (OpenID Connect): what it says is believed only after these checks."""

import hashlib
import hmac
from typing import Any

import jwt

from kennispact.ground.people.rules import Identity

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY_SECONDS = 30
LONGEST_SUBJECT = 255  # OpenID Connect Core, section 2


class NotBelieved(Exception):  # noqa: N818 - it is no error of ours
    """The service said something that does not hold: signature, issuer, audience, moment or nonce."""


def nonce_of(verifier: str) -> str:
    """Return the nonce that goes with one attempt, from the secret that only this attempt knows.

    >>> nonce_of("a") == nonce_of("a"), nonce_of("a") == nonce_of("b")
    (True, False)
    """
    return hmac.new(verifier.encode(), b"kennispact nonce", hashlib.sha256).hexdigest()


def believed(
    id_token: str, *, keys: dict[str, Any], issuer: str, client_id: str, nonce: str
) -> dict[str, Any]:
    """Return the claims of an identity token made by this issuer, for us, for this attempt, and now.

    ``keys`` is the issuer's key set (JWKS). The signature is always checked, however the token came.

    :raises NotBelieved: otherwise
    """
    try:
        header = jwt.get_unverified_header(id_token)
        candidates = [
            key for key in jwt.PyJWKSet.from_dict(keys).keys if header.get("kid") in (None, key.key_id)
        ]
        if len(candidates) != 1:
            raise NotBelieved("no key, or more than one, fits the token")
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=candidates[0],
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "sub", "aud"]},
        )
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotBelieved(str(error)) from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotBelieved("the nonce belongs to another attempt")
    if not 0 < len(str(claims["sub"])) <= LONGEST_SUBJECT:
        raise NotBelieved("the subject is empty or too long")
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise NotBelieved("the token was issued to another client")
    return claims


def completed(claims: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Add the address that the service tells about the same subject, if the token itself had none.

    :raises NotBelieved: if it is about somebody else
    """
    if about.get("sub") != claims["sub"]:
        raise NotBelieved("the service answered about somebody else")
    return {**{name: about[name] for name in ("email", "email_verified") if name in about}, **claims}


def identity_of(claims: dict[str, Any]) -> Identity:
    """Return what is of use in the claims; the rest is forgotten."""
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "").strip().lower(),
        email_verified=claims.get("email_verified") is True,
        tenant=str(claims.get("tid") or ""),
    )
