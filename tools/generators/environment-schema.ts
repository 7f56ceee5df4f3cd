import { z } from "zod";
import { environmentFile } from "../../config/environment";

/** The JSON Schema that editors use to complete and check environment files. */
export function environmentSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(environmentFile, { io: "input", target: "draft-7" });
  const titled = { $schema, title: "Environment of aws-argo-infra", ...schema };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
