import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { addressed } from "../../constructs/addressed";
import { addresses, parsed } from "../fixtures/synthesis";

describe("addressed", () => {
  it("gives a resource its address, wherever it is in the tree", () => {
    const json = parsed((scope) => {
      const deep = new Construct(new Construct(scope, "one"), "two");
      addressed("artifacts", new S3Bucket(deep, "bucket", {}));
    });
    expect(addresses(json)).toEqual(["aws_s3_bucket.artifacts"]);
  });

  it("returns the resource itself", () => {
    parsed((scope) => {
      const bucket = new S3Bucket(scope, "bucket", {});
      expect(addressed("artifacts", bucket)).toBe(bucket);
    });
  });
});
