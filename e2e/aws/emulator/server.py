"""moto's own server, with what the environment files say exists already.

    python server.py HOST PORT

The first line of the input is a list of {account, region, vpc, subnets, securityGroups, roles, policies, stateBucket?,
stateKeyAlias?}. EC2 invents ids; here it gives those of the files, so that the committed JSON is applied as it stands.
Each further line is answered by the password of every database cluster, which no API tells. The server ends when its
input does: it never outlives who started it.

Three faults of moto 5.2.5 are corrected, each only as far as it must be:
  1. S3 judges a statement whose action matches and whose condition does not hold as a denial, and knows no
     aws:SecureTransport. Every bucket policy of ours would lock everyone out. Bucket policies are kept and read back,
     but not enforced; a simulator judges them elsewhere.
  2. PutBucketLogging fails on a statement with `"Principal": "*"`. It doesn't see those; the one for log delivery
     must still be there.
  3. A new database instance has the certificate authority rds-ca-default, where AWS gives rds-ca-rsa2048-g1. The
     provider would change it at once and reboot the instance, two minutes each.
"""

import json
import os
import sys
import threading
from types import SimpleNamespace
from unittest.mock import patch

from moto.ec2.models import ec2_backends, security_groups, subnets, vpcs
from moto.iam.access_control import PermissionResult
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.rds.models import DBInstance, rds_backends
from moto.s3.models import FakeBucket, s3_backends
from moto.server import main

FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL

log_delivery_allowed = FakeBucket._log_permissions_enabled_policy


def log_delivery_allowed_by_named_principal(target_bucket, target_prefix):
    policy = json.loads(target_bucket.policy or b'{"Statement": []}')
    policy["Statement"] = [each for each in policy["Statement"] if isinstance(each.get("Principal"), dict)]
    document = json.dumps(policy).encode()
    named = SimpleNamespace(name=target_bucket.name, partition=target_bucket.partition, policy=document)
    return log_delivery_allowed(named, target_prefix)


FakeBucket._log_permissions_enabled_policy = staticmethod(log_delivery_allowed_by_named_principal)

instance = DBInstance.__init__


def instance_with_usual_authority(self, *args, ca_certificate_identifier="rds-ca-rsa2048-g1", **kwargs):
    instance(self, *args, ca_certificate_identifier=ca_certificate_identifier, **kwargs)


DBInstance.__init__ = instance_with_usual_authority


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
    kms = kms_backends[account][region]
    key = kms.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "Exists already", None)
    kms.create_alias(key.id, alias)


def answer():
    for _ in sys.stdin:
        clusters = [c for account in rds_backends.values() for rds in account.values() for c in rds.clusters.values()]
        print(json.dumps({c.db_cluster_identifier: c._master_user_password for c in clusters}), flush=True)
    os._exit(0)


for each in json.loads(sys.stdin.readline()):
    provide_network(each["account"], each["region"], each["vpc"], each["subnets"], each["securityGroups"])
    provide_identities(each["account"], each["roles"], each["policies"])
    if "stateBucket" in each:
        provide_state_bucket(each["account"], each["region"], each["stateBucket"], each["stateKeyAlias"])
threading.Thread(target=answer, daemon=True).start()
main(["-H", sys.argv[1], "-p", sys.argv[2]])
