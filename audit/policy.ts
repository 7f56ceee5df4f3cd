/** A statement as it is in the output. */
export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: string | Record<string, string | string[]>;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface Policy {
  Version: string;
  Statement: Statement[];
}

/** The policy that AWS gets from an attribute of the output: Terraform removes its escapes. */
export function policyOf(text: unknown): Policy {
  if (typeof text !== "string") throw new Error("there is no policy");
  return JSON.parse(text.replaceAll("$${", "${").replaceAll("%%{", "%{")) as Policy;
}

/** One item or many, as a list. */
export function listed<Item>(items: Item | readonly Item[] | undefined): Item[] {
  return items === undefined ? [] : ([items].flat() as Item[]);
}
