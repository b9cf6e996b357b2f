"""Signs receipts with Ed25519, and verifies signatures: the id of a receipt is what is signed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausewise.errors import Diagnostic, Place, RequestError
from clausewise.receipts.making import receipt_id
from clausewise.records.receipt import ReceiptRecord, Signature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def read_signing_key(path: Path) -> Ed25519PrivateKey:
    """A private key in PEM without a password, as openssl genpkey writes it. Raises: RequestError."""
    serialization = _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        key = serialization.load_pem_private_key(_bytes_of(path), password=None)
    except (ValueError, TypeError) as problem:
        raise _no_key(path, str(problem)) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path, "it is no Ed25519 key")
    return key


def read_public_key(path: Path) -> Ed25519PublicKey:
    """A public key in PEM, as `openssl pkey -pubout` writes it. Raises: RequestError."""
    serialization = _serialization()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(_bytes_of(path))
    except (ValueError, TypeError) as problem:
        raise _no_key(path, str(problem)) from None
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path, "it is no Ed25519 key")
    return key


def sign(receipt: ReceiptRecord, key: Ed25519PrivateKey) -> ReceiptRecord:
    """The receipt with a signature of its id."""
    value = key.sign(bytes.fromhex(receipt_id(receipt)))
    return replace(receipt, signature=Signature(fingerprint(key.public_key()), value.hex()))


def is_signed_by(receipt: ReceiptRecord, key: Ed25519PublicKey) -> bool:
    """Whether the receipt's id is signed with the key that belongs to this one."""
    from cryptography.exceptions import InvalidSignature

    if receipt.signature is None:
        return False
    try:
        key.verify(bytes.fromhex(receipt.signature.value), bytes.fromhex(receipt_id(receipt)))
    except (InvalidSignature, ValueError):
        return False
    return receipt.signature.key == fingerprint(key)


def fingerprint(key: Ed25519PublicKey) -> str:
    """The SHA-256 of a public key's 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise RequestError(Diagnostic(f"cannot be read: {problem.strerror}", Place(str(path)))) from None


def _no_key(path: Path, why: str) -> RequestError:
    mend = "openssl genpkey -algorithm ed25519 makes one, openssl pkey -pubout its public key"
    said = why.splitlines()[0] if why else "it cannot be read"
    return RequestError(Diagnostic(f"this is no key in PEM: {said}", Place(str(path)), mend))


def _serialization() -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ModuleNotFoundError:
        mend = "install it: pip install 'clausewise[receipts]'"
        raise RequestError(Diagnostic("signing needs the package cryptography", None, mend)) from None
    return serialization
