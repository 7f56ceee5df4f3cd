import { literal } from "../literal";

/** One statement of an IAM, bucket or key policy, as AWS writes it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?:
    | "*"
    | { readonly AWS?: string | readonly string[]; readonly Service?: string; readonly Federated?: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The policy as literal JSON, so that reviewers and policy simulators can read in the output what AWS will get. */
export function policyDocument(statements: readonly Statement[]): string {
  return literal(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}
