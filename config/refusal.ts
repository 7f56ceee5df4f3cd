/** Why nothing is written, in words for the person who can fix it; printed as is, without a stack trace. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
}
