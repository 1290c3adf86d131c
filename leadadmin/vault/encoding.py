"""Bytes as text and back, so that one value has one spelling only."""

import base64
import binascii
import hashlib


def to_text(data: bytes) -> str:
    """URL-safe base64 without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes of `to_text`; ValueError for anything it would not have written.

    Python's decoder passes over foreign characters and unused trailing bits, so a changed text could read
    as the same bytes; comparing with the canonical spelling shuts that door.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as problem:
        raise ValueError("not base64") from problem
    if to_text(data) != text:
        raise ValueError("not canonical base64")
    return data


def encoded(text: str) -> bytes:
    """UTF-8, also for lone surrogates, which environment variables on POSIX can contain."""
    return text.encode("utf-8", "surrogatepass")


def decoded(data: bytes) -> str:
    """The text of `encoded`."""
    return data.decode("utf-8", "surrogatepass")


def digest(purpose: str, text: str) -> str:
    """128 bits of SHA-256 over purpose and text, as text: recognises a value, does not hide it."""
    return to_text(hashlib.sha256(encoded(f"leadadmin {purpose}\0{text}")).digest()[:16])
