/**
 * Whether a resource of an IAM policy, with its wildcards `*` and `?`, is or includes the ARN. Not a regular expression:
 * many wildcards would take it forever.
 */
export function covers(resource: string, arn: string | undefined): boolean {
  if (arn === undefined) return false;
  let [at, seen] = [0, 0];
  /** The last `*`, and what it stands for up to now. */
  let [star, end] = [-1, 0];
  while (seen < arn.length) {
    if (resource[at] === "*") {
      [star, end] = [at, seen];
      at += 1;
    } else if (resource[at] === "?" || resource[at] === arn[seen]) {
      [at, seen] = [at + 1, seen + 1];
    } else if (star >= 0) {
      end += 1;
      [at, seen] = [star + 1, end];
    } else return false;
  }
  return /^\**$/.test(resource.slice(at));
}
