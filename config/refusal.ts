/** Why nothing is written, in words for the person who can mend it; shown as it stands, without a stack trace. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
}
