import { DatabaseAccess } from "../../../constructs/aws/database-access";
import { addresses, parsed, resource } from "../../fixtures/synthesis";

describe("DatabaseAccess", () => {
  const props = {
    name: "test-argo-archive",
    vpcId: "vpc-0123456789abcdef0",
    port: 5432,
    clientGroupIds: ["sg-01234567", "sg-89abcdef"],
    logicalId: "archive",
  };
  const json = parsed((scope) => new DatabaseAccess(scope, "access", props));

  it("lets each client group connect to the database's port over TCP", () => {
    expect(json.resource.aws_vpc_security_group_ingress_rule).toEqual(
      Object.fromEntries(
        props.clientGroupIds.map((client) => [
          `archive-from-${client}`,
          {
            security_group_id: "${aws_security_group.archive.id}",
            description: "PostgreSQL from the cluster",
            referenced_security_group_id: client,
            ip_protocol: "tcp",
            from_port: 5432,
            to_port: 5432,
          },
        ]),
      ),
    );
  });

  it("allows no egress and no other ingress", () => {
    expect(resource(json, "aws_security_group", "archive")).not.toHaveProperty("egress");
    expect(resource(json, "aws_security_group", "archive")).not.toHaveProperty("ingress");
    expect(Object.keys(json.resource).sort()).toEqual([
      "aws_security_group",
      "aws_vpc_security_group_ingress_rule",
    ]);
  });

  it("has a description", () => {
    expect(resource(json, "aws_security_group", "archive")).toEqual({
      name: "test-argo-archive",
      vpc_id: "vpc-0123456789abcdef0",
      description: "Argo Workflows archive, from the cluster only",
    });
  });

  it("lets nobody connect without client groups", () => {
    const closed = parsed((scope) => new DatabaseAccess(scope, "access", { ...props, clientGroupIds: [] }));
    expect(addresses(closed)).toEqual(["aws_security_group.archive"]);
  });
});
