"""Corrects three faults of moto, each only as far as it must be.

  1. S3 judges a statement of a bucket policy whose action matches and whose condition doesn't hold as a denial: every
     bucket policy of the project would lock everybody out. Bucket policies are kept and read back, but not enforced.
  2. PutBucketLogging fails on a statement with `"Principal": "*"`. It doesn't see those; the one for log delivery must
     still be there.
  3. A new database instance has the certificate authority rds-ca-default, where AWS gives rds-ca-rsa2048-g1. The
     provider would change it at once and reboot the instance, two minutes each.
"""

import json
from types import SimpleNamespace

from moto.iam.access_control import PermissionResult
from moto.rds.models import DBInstance
from moto.s3.models import FakeBucket

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
