"""Signs digests as KMS does.

A key of kind ECC signs what MessageType DIGEST says is a digest as it is. moto hashes it again, and nobody who has the
public key accepts such a signature.
"""

import threading

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from moto.kms.responses import KmsResponse
from moto.kms.utils import ECDSAPrivateKey

message = threading.local()


def knowing_the_type(method):
    """A KMS action that remembers whether its message is a digest."""

    def act(self):
        message.is_digest = self._get_param("MessageType") == "DIGEST"
        return method(self)

    return act


def on_digests(whole, on_digest):
    """A method of a key that treats a digest and a whole message differently."""
    return lambda self, *args: (on_digest if message.is_digest else whole)(self, *args)


def sign_digest(self, digest, algorithm):
    assert algorithm == "ECDSA_SHA_256", f"digests for {algorithm} are not signed here"
    return self.private_key.sign(digest, ec.ECDSA(Prehashed(SHA256())))


def verify_digest(self, digest, signature, algorithm):
    assert algorithm == "ECDSA_SHA_256", f"digests for {algorithm} are not verified here"
    try:
        self.private_key.public_key().verify(signature, digest, ec.ECDSA(Prehashed(SHA256())))
        return True
    except InvalidSignature:
        return False


KmsResponse.sign = knowing_the_type(KmsResponse.sign)
KmsResponse.verify = knowing_the_type(KmsResponse.verify)
ECDSAPrivateKey.sign = on_digests(ECDSAPrivateKey.sign, sign_digest)
ECDSAPrivateKey.verify = on_digests(ECDSAPrivateKey.verify, verify_digest)
