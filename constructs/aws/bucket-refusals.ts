import type { Statement } from "./policy-document";

/** What a bucket refuses to everyone, also to roles that may do it. */
export type Refusal = Required<Statement> & { readonly Effect: "Deny" };

/** Requests without TLS, and with versions before 1.2. */
export function refusePlainText(bucketArn: string): Refusal[] {
  const everything = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
  } as const;
  return [
    { Sid: "RefusePlainHttp", ...everything, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { Sid: "RefuseOldTls", ...everything, Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
  ];
}

/**
 * An upload that names no encryption gets the bucket's. An upload that names another kind is refused. So is an upload
 * with a key of its own (SSE-C): such a request names no kind of encryption, and only its author could read the object.
 */
export function refuseOtherEncryption(objects: string): Refusal[] {
  const uploads = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: objects } as const;
  return [
    {
      Sid: "RefuseOtherEncryption",
      ...uploads,
      Condition: {
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        Null: { "s3:x-amz-server-side-encryption": "false" },
      },
    },
    {
      Sid: "RefuseCustomerKeys",
      ...uploads,
      Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
    },
  ];
}

/** An upload that names another key than this one. One that names none gets the bucket's. */
export function refuseOtherKeys(objects: string, kmsKeyArn: string): Refusal {
  const named = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return {
    Sid: "RefuseOtherKeys",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { StringNotEquals: { [named]: kmsKeyArn }, Null: { [named]: "false" } },
  };
}

/** Credentials that left the VPC are worth nothing for objects. Terraform, which may run elsewhere, needs none. */
export function refuseOtherNetworks(objects: string, endpoints: readonly string[]): Refusal[] {
  if (endpoints.length === 0) return [];
  return [
    {
      Sid: "RefuseOtherNetworks",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*"],
      Resource: objects,
      Condition: {
        StringNotEquals: { "aws:SourceVpce": [...endpoints] },
        // S3 itself, such as its lifecycle rules.
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ];
}

/** The same for the one role whose policy has the statement. */
export function inRole({ Sid, Effect, Action, Resource, Condition }: Refusal): Statement {
  return { Sid, Effect, Action, Resource, Condition };
}
