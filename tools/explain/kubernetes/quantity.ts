const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** The number of a Kubernetes quantity. No quantity is no limit. A text that is none is not a number. */
export function amountOf(quantity: string | undefined): number {
  if (quantity === undefined) return Infinity;
  const parts = /^(\d+(?:\.\d+)?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/.exec(quantity);
  return parts === null ? NaN : Number(parts[1]) * (parts[2] === undefined ? 1 : (units[parts[2]] ?? NaN));
}
