"""Holds kept receipts against their digests, their signatures, the chain they stand in and the packs beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from clausewise.errors import ClausewiseError
from clausewise.language.labels import Label
from clausewise.packs import open_pack
from clausewise.packs.copies import pack_digest
from clausewise.receipts.keeping import PACKS, Kept


def verify_receipts(kept: Sequence[Kept], key: Path | None = None) -> tuple[tuple[Label, ...], ...]:
    """What is wrong with each receipt, nothing where all is well. With a public key each must be signed by it.

    Raises: RequestError where the key cannot be read.
    """
    packs = {folder: _packs_of(folder) for folder in {one.path.parent for one in kept}}
    if key is None:
        return tuple(tuple(_problems(one, packs)) for one in kept)
    # Imported only here: who verifies no signature needs no cryptography.
    from clausewise.receipts.signing import is_signed_by, read_public_key

    public = read_public_key(key)

    def problems(one: Kept) -> Iterator[Label]:
        yield from _problems(one, packs)
        if one.receipt is not None and not is_signed_by(one.receipt, public):
            unsigned = one.receipt.signature is None
            yield (
                Label("没有签名", "it is not signed")
                if unsigned
                else Label("签名与此公钥不符", "its signature is not that of this key")
            )

    return tuple(tuple(problems(one)) for one in kept)


def _problems(one: Kept, packs: Mapping[Path, frozenset[tuple[str, str]]]) -> Iterator[Label]:
    if one.receipt is None:
        yield Label(f"已损坏：{one.broken}", f"broken: {one.broken}")
        return
    follows = one.receipt.decision.follows
    if follows is not None and not (one.path.parent / f"{follows}.json").exists():
        yield Label(f"所承接的凭据 {follows} 不在此处", f"the receipt that it follows, {follows}, is not here")
    digests = one.receipt.decision.digests
    if (digests.document, digests.rules) not in packs[one.path.parent]:
        yield Label("所依据的规则包不在旁边", "the pack that it was made under is not beside it")


def _packs_of(folder: Path) -> frozenset[tuple[str, str]]:
    """The digests of the packs kept in a folder, each of which has what its name says."""
    found = set()
    for path in sorted((folder / PACKS).glob("*.zip")):
        try:
            pack = open_pack(str(path))
        except ClausewiseError:
            continue
        if pack_digest(pack) == path.stem:
            found.add((pack.document_digest, pack.rules_digest))
    return frozenset(found)
