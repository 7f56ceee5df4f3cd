import type { TerraformElement } from "cdktf";

/**
 * Gives a resource inside a construct its Terraform address (`aws_s3_bucket.artifacts`), where CDKTF would add a
 * hash of the path. The address is the resource's identity in the state: changing it destroys what it names.
 */
export function addressed<Element extends TerraformElement>(logicalId: string, element: Element): Element {
  element.overrideLogicalId(logicalId);
  return element;
}
