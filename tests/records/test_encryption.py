"""What is sealed opens only where it was sealed, and with the key that sealed it."""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, delete, select, update
from sqlalchemy.orm import Session

from supportmap.records.agency import Agency, User, agency_vault
from supportmap.records.base import Base
from supportmap.records.client import ClientRow, DataKey, vault_of
from supportmap.records.database import keyring_of
from supportmap.records.encryption import Keyring, Unreadable, Vault
from supportmap.records.network import ContactRow, TieRow
from supportmap.records.network_writing import put_contacts
from supportmap.records.networks import state_of
from tests.records.everything import fill
from tests.records.test_networks import facts_of
from tests.service import a_client, a_user, an_agency

KNOWN_ANSWER = (
    "01000000000000000000000000980c807bae6e19d9c859e44266bf0f606c34"
    "7706a129058cb23f2ca6ecf19ff60b6d7b484feb2f129b22964eb1537417"
)
MASTER = bytes(range(32))
AGENCY, CLIENT = UUID(int=1), UUID(int=2)


def derived(purpose: str) -> bytes:
    info = b"supportmap " + purpose.encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(MASTER)


def bound(*parts: str) -> bytes:
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)


def padded(plain: bytes) -> bytes:
    return (plain + b"\x80").ljust(-(-(len(plain) + 1) // 32) * 32, b"\0")


def test_a_sealed_value_is_what_the_primitives_make_of_it() -> None:
    """The oracle: the format of the module's text, put together here from ``cryptography`` alone."""
    keys = Keyring(MASTER)
    wrapped = keys.new_data_key(AGENCY, CLIENT)
    about = bound("data key", str(AGENCY), str(CLIENT))
    opened = AESGCM(derived("wrapping")).decrypt(wrapped[1:13], wrapped[13:], about)
    data_key = opened[:32]
    assert (wrapped[:1], opened) == (b"\x01", padded(data_key))
    sealed = keys.vault(wrapped, AGENCY, CLIENT).seal("contact", "c1", {"name": "Avery"})
    about = bound(f"{AGENCY} {CLIENT}", "contact", "c1")
    assert AESGCM(data_key).decrypt(sealed[1:13], sealed[13:], about) == padded(b'{"name":"Avery"}')
    nonce = bytes(12)
    made = b"\x01" + nonce + AESGCM(data_key).encrypt(nonce, padded(b'{"name":"Blake"}'), about)
    assert keys.vault(wrapped, AGENCY, CLIENT).open("contact", "c1", made) == {"name": "Blake"}


def test_a_value_that_was_sealed_once_opens_for_good() -> None:
    """The known answer: it may never change, or what is kept can't be read any more."""
    key = bytes(range(32, 64))
    sealed = b"\x01" + bytes(12) + AESGCM(key).encrypt(bytes(12), padded(b'{"a":1}'), bound("o", "p", "r"))
    assert sealed.hex() == KNOWN_ANSWER
    assert Vault(key, "o").open("p", "r", sealed) == {"a": 1}


def test_a_digest_is_a_keyed_hash_of_purpose_and_value() -> None:
    mac = HMAC(derived("digests"), hashes.SHA256())
    mac.update(bound("email", "a@example.org"))
    assert Keyring(MASTER).digest("email", "a@example.org") == mac.finalize()
    assert Keyring(MASTER).digest("email", "x") != Keyring(MASTER).digest("reply", "x")
    assert Keyring(MASTER).digest("ab", "c") != Keyring(MASTER).digest("a", "bc")


def a_vault() -> Vault:
    keys = Keyring(MASTER)
    return keys.vault(keys.new_data_key(AGENCY, CLIENT), AGENCY, CLIENT)


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53) | st.none(), max_size=4))
def test_whatever_is_sealed_comes_out_again(value: dict[str, Any]) -> None:
    vault = a_vault()
    assert vault.open("contact", "c1", vault.seal("contact", "c1", value)) == value


def test_no_bit_can_be_altered_and_no_byte_cut_off() -> None:
    vault = a_vault()
    sealed = vault.seal("contact", "c1", {"name": "Avery"})
    altered = [
        sealed[:at] + bytes([sealed[at] ^ (1 << bit)]) + sealed[at + 1 :]
        for at in range(len(sealed))
        for bit in range(8)
    ]
    cut = [sealed[:end] for end in range(len(sealed))] + [sealed + b"\0", sealed[1:], b""]
    for tampered in altered + cut:
        with pytest.raises(Unreadable):
            vault.open("contact", "c1", tampered)


def test_a_value_opens_only_in_its_own_place_and_row() -> None:
    vault = a_vault()
    sealed = vault.seal("contact", "c1", {"name": "Avery"})
    for place, row in (("contact", "c2"), ("client", "c1"), ("contactc", "1"), ("", "contactc1")):
        with pytest.raises(Unreadable):
            vault.open(place, row, sealed)


def test_a_data_key_opens_only_for_its_own_client_and_with_its_own_master_key() -> None:
    keys = Keyring(MASTER)
    wrapped = keys.new_data_key(AGENCY, CLIENT)
    for other, agency, client in (
        (Keyring(os.urandom(32)), AGENCY, CLIENT),
        (keys, CLIENT, AGENCY),
        (keys, AGENCY, uuid4()),
        (keys, AGENCY, None),
    ):
        with pytest.raises(Unreadable):
            other.vault(wrapped, agency, client)


def test_the_length_tells_only_in_steps_of_32_what_was_sealed() -> None:
    vault = a_vault()
    lengths = {size: len(vault.seal("contact", "c1", {"name": "x" * size})) for size in range(200)}
    overhead = len('{"name":""}') + 1
    assert {size: length - 1 - 12 - 16 for size, length in lengths.items()} == {
        size: -(-(size + overhead) // 32) * 32 for size in range(200)
    }


def test_the_same_value_never_looks_the_same_twice() -> None:
    vault = a_vault()
    assert len({vault.seal("contact", "c1", {"name": "Avery"})[1:13] for _ in range(5000)}) == 5000


def test_a_master_key_has_32_bytes() -> None:
    for size in (0, 16, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            Keyring(bytes(size))


def sealed_columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }


def test_moving_one_clients_sealed_columns_to_another_makes_them_unreadable(session: Session) -> None:
    """Client, contact and tie, each between two clients of one agency and two of different ones."""
    ours, theirs = fill(session, "ours"), fill(session, "theirs")
    for model in (ClientRow, ContactRow, TieRow, DataKey):
        table = Base.metadata.tables[model.__tablename__]
        column = table.c["wrapped" if model is DataKey else "sealed"]
        key = "id" if model is ClientRow else "client_id"
        taken = session.scalars(select(column).where(table.c[key] == theirs.client_id)).first()
        session.execute(update(table).where(table.c[key] == ours.client_id).values({column: taken}))
        with pytest.raises(Unreadable):
            state_of(session, ours)
        session.rollback()
    assert state_of(session, ours).profile == {"label": "ours label"}


def test_moving_a_sealed_column_to_another_row_of_the_same_client_makes_it_unreadable(
    session: Session,
) -> None:
    owner = fill(session)
    sealed = session.scalars(select(ContactRow.sealed).order_by(ContactRow.position)).all()
    session.execute(update(ContactRow).where(ContactRow.position == 1).values(sealed=sealed[1]))
    with pytest.raises(Unreadable):
        state_of(session, owner)


def test_moving_what_is_sealed_of_an_agency_or_a_user_makes_it_unreadable(session: Session) -> None:
    agency = an_agency(session)
    alice, bob = a_user(session, agency), a_user(session, agency)
    vault = agency_vault(session, agency)
    sealed = {row.id: row.sealed for row in session.execute(select(User.id, User.sealed))}
    assert alice.user_id
    assert bob.user_id
    assert vault.open("user", alice.user_id, sealed[alice.user_id])["name"] == "A User"
    with pytest.raises(Unreadable):
        vault.open("user", bob.user_id, sealed[alice.user_id])
    name = session.scalar(select(Agency.sealed).where(Agency.id == agency)) or b""
    with pytest.raises(Unreadable):
        vault.open("agency", uuid4(), name)


def test_without_its_data_key_nothing_of_a_client_can_be_read(session: Session) -> None:
    owner = a_client(session, an_agency(session))
    put_contacts(session, state_of(session, owner), [facts_of(1)])
    session.execute(update(DataKey).values(wrapped=keyring_of(session).new_data_key(*owner)))
    with pytest.raises(Unreadable):
        state_of(session, owner)
    session.execute(delete(DataKey))
    with pytest.raises(LookupError):
        vault_of(session, owner)


def test_every_column_of_bytes_is_known_to_be_sealed_or_a_digest() -> None:
    assert sealed_columns() == {
        "agency.data_key",
        "agency.sealed",
        "audit.chain",
        "audit_head.chain",
        "change.sealed",
        "client.sealed",
        "community_gap.sealed",
        "consent.sealed",
        "contact.sealed",
        "correction.sealed",
        "data_key.wrapped",
        "invitation.code_digest",
        "invitation.digest",
        "password_link.digest",
        "referral.sealed",
        "referral_event.sealed",
        "reply.key",
        "reply.request",
        "reply.sealed",
        "service.digest",
        "sign_in.digest",
        "sign_in.sealed",
        "tie.sealed",
        "user.email_digest",
        "user.sealed",
        "visit.sealed",
        "work.sealed",
    }
