/** Tells the person who can fix it why nothing was written. The message is printed as it is, without a stack trace. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
}
