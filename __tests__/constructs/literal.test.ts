import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { literal } from "../../constructs/literal";
import { parsed, resource } from "../fixtures/synthesis";

describe("literal", () => {
  it.each([
    ["an IAM variable", "home/${aws:username}/*", "home/$${aws:username}/*"],
    ["a curl format", "-w '%{http_code}'", "-w '%%{http_code}'"],
    ["several in one text", "${a} %{b} ${c}%{d}", "$${a} %%{b} $${c}%%{d}"],
    ["a text of many lines", "echo ${HOME}\necho %{x}\n", "echo $${HOME}\necho %%{x}\n"],
    ["one inside another", "${a:-${b}}", "$${a:-$${b}}"],
  ])("keeps Terraform from reading %s", (_, text, escaped) => {
    expect(literal(text)).toBe(escaped);
  });

  it("leaves alone what Terraform would not read", () => {
    const text = 'Argo: {{workflow.name}} #{x} $HOME $(id) 100% %s "quoted" \\n {"a": 1}';
    expect(literal(text)).toBe(text);
  });

  it("keeps references next to text that looks like them", () => {
    const json = parsed((scope) => {
      const { arn } = new S3Bucket(scope, "artifacts", {});
      new S3BucketPolicy(scope, "policy", {
        bucket: "example",
        policy: literal(`${arn}/\${aws:username}/%{x}/${arn}`),
      });
    });
    const reference = "${aws_s3_bucket.artifacts.arn}";
    expect(resource(json, "aws_s3_bucket_policy", "policy").policy).toBe(
      `${reference}/$\${aws:username}/%%{x}/${reference}`,
    );
  });
});
