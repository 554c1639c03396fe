"""What opening a PKCS#12 file would cost, read from the file before anything is computed; pure.

A passphrase is turned into a key by repeating a hash as often as the file says: usually some thousand times, and as often
as 2^31 times, which is minutes, when somebody means it.
"""

from collections.abc import Iterator

from asn1crypto import algos, pkcs12  # type: ignore[import-untyped]

# Programs write between 2,000 and 600,000; a million takes about half a second.
MOST = 1_000_000
_DIGESTS = {"sha1", "sha224", "sha256", "sha384", "sha512"}


class NotRead(Exception):
    """Protected in a way whose cost cannot be told (scrypt, PBMAC1, a public key), or no such file at all."""


def repetitions(data: bytes) -> int:
    """How often a hash is repeated to open the file, over all its parts that can be seen from outside. Raises NotRead."""
    try:
        return sum(_counts(pkcs12.Pfx.load(data, strict=True)))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise NotRead from error


def _counts(file: pkcs12.Pfx) -> Iterator[int]:
    if file["auth_safe"]["content_type"].native != "data":
        raise NotRead
    if file["mac_data"].native is not None:
        if file["mac_data"]["mac"]["digest_algorithm"]["algorithm"].native not in _DIGESTS:
            raise NotRead
        yield file["mac_data"]["iterations"].native
    for part in file.authenticated_safe:
        if part["content_type"].native == "encrypted_data":
            yield _count(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
        elif part["content_type"].native == "data":
            for bag in pkcs12.SafeContents.load(part["content"].native):
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    yield _count(bag["bag_value"]["encryption_algorithm"])
                elif bag["bag_id"].native == "safe_contents":  # bags within bags, which nobody makes
                    raise NotRead
        else:
            raise NotRead


def _count(algorithm: algos.EncryptionAlgorithm) -> int:
    if algorithm["algorithm"].native != "pbes2":
        return int(algorithm["parameters"]["iterations"].native)
    derived = algorithm["parameters"]["key_derivation_func"]
    if derived["algorithm"].native != "pbkdf2":
        raise NotRead
    return int(derived["parameters"]["iteration_count"].native)
