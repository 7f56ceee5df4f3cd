"""What an account has before the project is applied to it, and what only the emulator can tell.

POST /moto-api/existing takes a list of {account, region, vpc, subnets, securityGroups, roles, policies, stateBucket?,
stateKeyAlias?}. EC2 invents ids; here it gives those of the list, so that the committed JSON is applied as it is.
GET /moto-api/database-passwords answers with the password of each database cluster, which no API of AWS tells.
"""

import json
from unittest.mock import patch

from moto.ec2.models import ec2_backends, security_groups, subnets, vpcs
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.moto_api._internal.urls import url_paths
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends


def provide_network(account, region, vpc, subnet_ids, group_ids):
    ec2 = ec2_backends[account][region]
    with patch.object(vpcs, "random_vpc_id", lambda: vpc):
        ec2.create_vpc("10.0.0.0/16")
    for index, subnet in enumerate(subnet_ids):
        with patch.object(subnets, "random_subnet_id", lambda: subnet):
            ec2.create_subnet(vpc, f"10.0.{index}.0/24", availability_zone=region + "abc"[index % 3])
    for group in group_ids:
        with patch.object(security_groups, "random_security_group_id", lambda: group):
            ec2.create_security_group(group, "Nodes of the cluster", vpc)


def provide_identities(account, roles, policies):
    iam = iam_backends[account]["aws"]
    trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}
    for name in roles:
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        iam.create_role(name, document, "/", None, "Exists already", [], "3600")
    for name in policies:
        statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.create_policy("Exists already", "/", document, name, [])


def provide_state_bucket(account, region, bucket, alias):
    s3 = s3_backends[account]["aws"]
    s3.create_bucket(bucket, region)
    s3.put_bucket_versioning(bucket, "Enabled")
    if alias is not None:
        kms = kms_backends[account][region]
        key = kms.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "Exists already", None)
        kms.create_alias(key.id, alias)


def existing(request, _url, _headers):
    for each in json.loads(request.data):
        provide_network(each["account"], each["region"], each["vpc"], each["subnets"], each["securityGroups"])
        provide_identities(each["account"], each["roles"], each["policies"])
        if "stateBucket" in each:
            provide_state_bucket(each["account"], each["region"], each["stateBucket"], each.get("stateKeyAlias"))
    return 200, {}, "{}"


def database_passwords(_request, _url, _headers):
    clusters = [c for account in rds_backends.values() for rds in account.values() for c in rds.clusters.values()]
    return 200, {}, json.dumps({c.db_cluster_identifier: c._master_user_password for c in clusters})


url_paths["{0}/moto-api/existing"] = existing
url_paths["{0}/moto-api/database-passwords"] = database_passwords
