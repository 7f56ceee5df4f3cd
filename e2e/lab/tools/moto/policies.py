"""Judges requests by IAM policies as AWS does, as far as this project's policies need it.

moto ignores the conditions of identity policies, compares a trust policy's principal with the session instead of its
role, and doesn't judge the source of a copy. Here a statement counts only if action, resource, principal and every
condition match; a deny wins. A condition operator that isn't known here ends the request with an error: it never allows.

GET /moto-api/allowed-actions answers with the pairs of a caller's ARN and an action that were judged and allowed.
"""

import json
import re
from datetime import datetime, timezone
from urllib.parse import parse_qs, unquote

from moto.iam.access_control import AssumedRoleAccessKey, IAMRequestBase
from moto.iam.exceptions import NotFoundException
from moto.iam.models import Policy, iam_backends
from moto.kms.models import kms_backends
from moto.moto_api._internal.urls import url_paths
from moto.s3.responses import ACTION_MAP
from moto.sts.models import AssumedRole, sts_backends


def as_list(value):
    return value if isinstance(value, list) else [value]


def like(pattern, text):
    parts = (".*" if part == "*" else "." if part == "?" else re.escape(part) for part in re.split(r"([*?])", pattern))
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


OPERATORS = {
    "stringequals": lambda wanted, seen: seen == wanted,
    "stringequalsignorecase": lambda wanted, seen: seen.lower() == wanted.lower(),
    "stringlike": like,
    "arnequals": like,
    "arnlike": like,
    "bool": lambda wanted, seen: seen.lower() == wanted.lower(),
    "numericequals": lambda wanted, seen: float(seen) == float(wanted),
    "numericlessthan": lambda wanted, seen: float(seen) < float(wanted),
    "numericlessthanequals": lambda wanted, seen: float(seen) <= float(wanted),
    "numericgreaterthan": lambda wanted, seen: float(seen) > float(wanted),
    "numericgreaterthanequals": lambda wanted, seen: float(seen) >= float(wanted),
    "datelessthan": lambda wanted, seen: datetime.fromisoformat(seen) < datetime.fromisoformat(wanted),
}


class UnknownVariable(Exception):
    """A policy variable without a value: the statement matches nothing."""


def filled(text, context):
    """A policy's text with its variables replaced; `${*}`, `${?}` and `${$}` mean the character itself."""

    def value(match):
        name = match[1].lower()
        if name in ("*", "?", "$"):
            return name
        if len(context.get(name, [])) != 1:
            raise UnknownVariable(name)
        return context[name][0]

    return re.sub(r"\$\{([^}]*)\}", value, text)


def holds(operator, wanted, seen):
    """Whether one condition holds; `seen` is the list of the key's values, or None if the request doesn't have it."""
    name = operator.lower()
    quantifier, _, rest = name.rpartition(":")
    if rest == "null":
        return (seen is None) == (wanted[0].lower() == "true")
    if rest.endswith("ifexists"):
        if seen is None:
            return True
        rest = rest.removesuffix("ifexists")
    positive = rest.replace("not", "", 1)
    negated = positive != rest
    if positive not in OPERATORS or quantifier not in ("", "foranyvalue", "forallvalues"):
        raise NotImplementedError(f"condition operator {operator}")
    judged = [any(OPERATORS[positive](each, value) for each in wanted) != negated for value in seen or []]
    if quantifier == "forallvalues":
        return all(judged)
    if quantifier == "foranyvalue":
        return any(judged)
    # Without the key a negated operator holds, any other doesn't.
    return all(judged) if negated else any(judged)


def text(value):
    """A condition's value as policies compare it: JSON's true and false in lower case."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def conditions_hold(statement, context):
    return all(
        holds(operator, [filled(text(each), context) for each in as_list(wanted)], context.get(key.lower()))
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )


def element_matches(statement, element, value, context, insensitive=False):
    """Whether Action or Resource, or its opposite NotAction or NotResource, covers the value."""
    patterns = statement.get(element, statement.get(f"Not{element}"))
    if patterns is None:
        return True
    each = [filled(pattern, context) for pattern in as_list(patterns)]
    found = any(like(p.lower(), value.lower()) if insensitive else like(p, value) for p in each)
    return found == (element in statement)


def applies(statement, action, resource, context):
    try:
        return (
            element_matches(statement, "Action", action, context, insensitive=True)
            and element_matches(statement, "Resource", resource, context)
            and conditions_hold(statement, context)
        )
    except UnknownVariable:
        return False


def effects(statements, action, resource, context):
    return {each["Effect"] for each in statements if applies(each, action, resource, context)}


def statements_of(policy):
    if isinstance(policy, Policy):
        policy = next(version for version in policy.versions if version.is_default).document
    elif not isinstance(policy, str):
        policy = policy["policy_document"]
    return as_list(json.loads(unquote(policy) if policy.startswith("%") else policy)["Statement"])


def principal_of(request):
    """The caller's ARN as policies name it: of a session, that of its role."""
    key = request._access_key
    if isinstance(key, AssumedRoleAccessKey):
        return key.backend.get_role(key._owner_role_name).arn
    return key.arn


assumed = AssumedRole.__init__


def assumed_now(self, *args, **kwargs):
    assumed(self, *args, **kwargs)
    self.issued = datetime.now(timezone.utc).isoformat()


AssumedRole.__init__ = assumed_now


def issue_time(key):
    """When a session began; nothing for other callers."""
    sessions = sts_backends[key.account_id][key.partition].assumed_roles if isinstance(key, AssumedRoleAccessKey) else []
    return [each.issued for each in sessions if each.session_token == key._session_token]


def context_of(request):
    """The condition keys of a request, in lower case."""
    principal = principal_of(request)
    context = {
        # The lab listens on loopback without TLS; in AWS no request of the project goes without it.
        "aws:securetransport": ["true"],
        "aws:principalarn": [principal],
        "aws:principalaccount": [principal.split(":")[4]],
        "aws:requestedregion": [request._region],
    }
    if issued := issue_time(request._access_key):
        context["aws:tokenissuetime"] = issued
    if request._service == "s3":
        query = parse_qs(request._path.partition("?")[2], keep_blank_values=True)
        context |= {f"s3:{name}": query[name] for name in ("prefix", "delimiter", "max-keys") if name in query}
    if request._service == "sts":
        for name in ("ExternalId", "RoleSessionName"):
            if name in request._data:
                context[f"sts:{name}".lower()] = as_list(request._data[name])
    return context


def kms_key(request):
    """ARN, aliases and key policy of the key that a KMS request names."""
    name = json.loads(request._body or b"{}").get("KeyId")
    backend = kms_backends[request.account_id][request._region]
    key_id = backend.any_id_to_key_id(name) if name else None
    if key_id not in backend.keys:
        return None
    key = backend.keys[key_id]
    return key.arn, list(key.aliases), key.policy


def names_principal(statement, principal):
    """How a trust policy's statement means the caller: "role" by its own ARN, "account" by the account or everybody."""
    given = statement.get("Principal", {})
    named = as_list(given.get("AWS", [])) if isinstance(given, dict) else as_list(given)
    account = principal.split(":")[4]
    if principal in named:
        return "role"
    return "account" if {"*", account, f"arn:aws:iam::{account}:root"} & set(named) else None


def trust_statements(role_arn):
    """The statements of a role's trust policy; none if there is no such role."""
    try:
        role = iam_backends[role_arn.split(":")[4]]["aws"].get_role_by_arn(role_arn)
    except NotFoundException:
        return []
    return statements_of(role.assume_role_policy_document)


def trust_of(request, role_arn, context):
    """Whether the trust policy of the role lets the caller in: None, "role" or "account" (see above)."""
    principal = principal_of(request)
    meant = [(each, names_principal(each, principal)) for each in trust_statements(role_arn)]
    counted = [(each["Effect"], how) for each, how in meant if how and applies(each, request._action, role_arn, context)]
    if any(effect == "Deny" for effect, _ in counted):
        return None
    ways = {how for _, how in counted}
    return "role" if "role" in ways else "account" if ways else None


# Pairs of a caller's ARN and an action that its policies allowed.
allowed_actions = set()


def check_action_permitted(self, resource):
    """In place of moto's method of the same name; raises unless the request is allowed."""
    # AWS allows it whatever policies say.
    if self._action == "sts:GetCallerIdentity":
        return
    context = context_of(self)
    statements = [each for policy in self._access_key.collect_policies() for each in statements_of(policy)]
    if self._service == "kms" and (key := kms_key(self)):
        resource, context["kms:resourcealiases"], key_policy = key
        # Every key policy of the project lets the account's policies decide; what counts here is what it denies.
        named = [each for each in statements_of(key_policy) if names_principal(each, principal_of(self))]
        statements += [each for each in named if each["Effect"] == "Deny"]
    # moto says nothing about the resource.
    if self._service == "sns" and "TopicArn" in self._data:
        resource = as_list(self._data["TopicArn"])[0]
    found = effects(statements, self._action, resource, context)
    allowed = "Allow" in found
    if self._action == "sts:AssumeRole":
        trusted = trust_of(self, resource, context)
        # Named by its ARN in a trust policy of the same account, a caller needs no policy of its own.
        same_account = principal_of(self).split(":")[4] == resource.split(":")[4]
        allowed = trusted is not None and (allowed or (trusted == "role" and same_account))
    source = self._headers.get("X-Amz-Copy-Source") if self._service == "s3" else None
    if source:
        source_arn = f"arn:aws:s3:::{unquote(source).partition('?')[0].lstrip('/')}"
        allowed = allowed and effects(statements, "s3:GetObject", source_arn, context) == {"Allow"}
    if not allowed or "Deny" in found:
        self._raise_access_denied()
    allowed_actions.add((principal_of(self), self._action))


IAMRequestBase.check_action_permitted = check_action_permitted

# What AWS calls these requests in policies; moto takes them for ListBucket or CreateBucket.
BUCKET_ACTIONS = {
    "GET": {
        "encryption": "GetEncryptionConfiguration",
        "object-lock": "GetBucketObjectLockConfiguration",
        "ownershipControls": "GetBucketOwnershipControls",
        "publicAccessBlock": "GetBucketPublicAccessBlock",
        "replication": "GetReplicationConfiguration",
        "requestPayment": "GetBucketRequestPayment",
    },
    "PUT": {
        "encryption": "PutEncryptionConfiguration",
        "ownershipControls": "PutBucketOwnershipControls",
        "publicAccessBlock": "PutBucketPublicAccessBlock",
    },
    "HEAD": {"DEFAULT": "ListBucket"},
}
for method, actions in BUCKET_ACTIONS.items():
    ACTION_MAP["BUCKET"][method] |= actions


def judged(_request, _url, _headers):
    return 200, {}, json.dumps(sorted(allowed_actions))


url_paths["{0}/moto-api/allowed-actions"] = judged
