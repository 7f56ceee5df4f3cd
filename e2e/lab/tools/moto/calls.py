"""Calls AWS operations in the emulator, many in one start of Python.

The input is a list of {service, operation, parameters, account, region}; the output is the list of answers, in the same
order. A refused call is answered by {"error": code, "message": text}.
"""

import functools
import json
import sys

import boto3
from botocore.exceptions import ClientError

emulated_account = "123456789012"


@functools.cache
def session(account):
    """A session in the account: moto takes the account from the role's ARN, and the role need not exist."""
    if account == emulated_account:
        return boto3.Session()
    role = f"arn:aws:iam::{account}:role/lab"
    given = boto3.client("sts", region_name="us-east-1").assume_role(RoleArn=role, RoleSessionName="readback")["Credentials"]
    return boto3.Session(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])


@functools.cache
def client(service, account, region):
    return session(account).client(service, region_name=region)


def answer(call):
    operation = getattr(client(call["service"], call["account"], call["region"]), call["operation"])
    try:
        response = operation(**call.get("parameters", {}))
    except ClientError as error:
        return {"error": error.response["Error"]["Code"], "message": str(error)}
    response.pop("ResponseMetadata", None)
    if "Body" in response:
        response["Body"] = response["Body"].read().decode()
    return response


json.dump([answer(call) for call in json.load(sys.stdin)], sys.stdout, default=str)
