"""Takes AssumeRoleWithWebIdentity unsigned, as AWS does, and judges the token by the role's trust policy.

moto demands a signature for it once it enforces IAM, and never looks at the token. Here the token's signature, expiry
and issuer and the trust policy's conditions are checked, against the keys in LAB_KEYS_FILE (a JSON web key set).
"""

import json
import os
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
from policies import as_list, effects, trust_statements

ACTION = "AssumeRoleWithWebIdentity"


def check(token, role_arn):
    """Why the token may not take on the role; None if it may."""
    account = role_arn.split(":")[4]
    keys = KeySet.import_key_set(json.loads(Path(os.environ["LAB_KEYS_FILE"]).read_text()))
    try:
        claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
        jwt.JWTClaimsRegistry().validate(claims)
    except (JoseError, ValueError) as error:
        return f"token not valid: {error}"
    issuer = claims["iss"].removeprefix("https://")
    provider = f"arn:aws:iam::{account}:oidc-provider/{issuer}"
    statements = [
        each
        for each in trust_statements(role_arn)
        if isinstance(each["Principal"], dict) and provider in as_list(each["Principal"].get("Federated", []))
    ]
    context = {f"{issuer}:sub".lower(): [claims["sub"]], f"{issuer}:aud".lower(): as_list(claims["aud"])}
    if effects(statements, f"sts:{ACTION}", role_arn, context) == {"Allow"}:
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
