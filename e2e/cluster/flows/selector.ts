type Labels = Readonly<Record<string, string>>;

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string }[];
}

/**
 * Whether a selector matches the labels of a pod.
 * @throws for an operator other than Exists, the only one that our policies use
 */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator }) => {
      if (operator !== "Exists") throw new Error(`the operator ${operator} is not supported here`);
      return key in labels;
    })
  );
}
