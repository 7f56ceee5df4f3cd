"""moto's own server with two gaps closed.

AWS takes AssumeRoleWithWebIdentity unsigned and judges the token by the role's trust policy. moto demands a
signature for it once it enforces IAM, and never looks at the token. Here the token's signature, expiry, issuer
and the trust policy's conditions are checked against the keys in LAB_KEYS_FILE (a JSON web key set).

A KMS key of kind ECC signs what MessageType DIGEST says is a digest as it is; moto hashes it once more, and nobody
who holds the public key takes such a signature.
"""

import json
import os
import threading
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
from moto.iam.models import iam_backends
from moto.kms.responses import KmsResponse
from moto.kms.utils import ECDSAPrivateKey
from moto.server import main

ACTION = "AssumeRoleWithWebIdentity"
OPERATORS = {"StringEquals": lambda seen, wanted: seen == wanted, "StringLike": fnmatchcase}


def as_list(value):
    return value if isinstance(value, list) else [value]


def permits(statement, claims, account):
    """Whether one statement of a trust policy lets the holder of these claims in."""
    issuer = claims["iss"].removeprefix("https://")
    provider = f"arn:aws:iam::{account}:oidc-provider/{issuer}"
    if statement["Effect"] != "Allow" or f"sts:{ACTION}" not in as_list(statement["Action"]):
        return False
    if provider not in as_list(statement["Principal"].get("Federated", [])):
        return False
    seen = {f"{issuer}:sub": [claims["sub"]], f"{issuer}:aud": as_list(claims["aud"])}
    return all(
        any(OPERATORS[operator](value, each) for value in seen.get(key, []) for each in as_list(wanted))
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )


def check(token, role_arn):
    """Why the token may not take on the role; None if it may."""
    account = role_arn.split(":")[4]
    keys = KeySet.import_key_set(json.loads(Path(os.environ["LAB_KEYS_FILE"]).read_text()))
    try:
        claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry().validate(claims)
    except (JoseError, ValueError) as error:
        return f"token not valid: {error}"
    document = iam_backends[account]["aws"].get_role_by_arn(role_arn).assume_role_policy_document
    statements = as_list(json.loads(unquote(document))["Statement"])
    if any(permits(each, claims, account) for each in statements):
        return None
    return f"{claims['sub']} is not trusted by {role_arn}"


signed = ActionAuthenticatorMixin._authenticate_and_authorize_normal_action


def authorize(self, resource="*"):
    if self._get_action() != ACTION:
        return signed(self, resource)
    reason = check(self._get_param("WebIdentityToken"), self._get_param("RoleArn"))
    if reason is not None:
        raise AccessDeniedError(user_arn=reason, action=f"sts:{ACTION}")


ActionAuthenticatorMixin._authenticate_and_authorize_normal_action = authorize


message = threading.local()


def knowing_the_type(method):
    """A KMS action that leaves word whether its message is a digest."""

    def act(self):
        message.is_digest = self._get_param("MessageType") == "DIGEST"
        return method(self)

    return act


def on_digests(whole, on_digest):
    """A method of a key that treats a digest otherwise than a whole message."""
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
main()
