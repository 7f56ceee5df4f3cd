import type { TerraformElement } from "cdktf";

/**
 * Sets the Terraform address of a resource inside a construct (`aws_s3_bucket.artifacts`); CDKTF would append a hash of
 * the path. The address is the resource's identity in the state: if you change it, Terraform destroys the resource.
 */
export function addressed<Element extends TerraformElement>(logicalId: string, element: Element): Element {
  element.overrideLogicalId(logicalId);
  return element;
}
