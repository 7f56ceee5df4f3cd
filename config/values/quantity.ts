/**
 * Kubernetes quantities. The API server returns the shortest form of what it gets. If we wrote another form, Terraform
 * would see a change in every plan, so we write the shortest form (apimachinery: resource.Quantity, canonical form).
 */

/** CPU in thousandths of a core: `"500m"` is 500, `"2"` is 2000. */
export function milliCpu(quantity: string): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

/** Bytes in MiB: `"2Gi"` is 2048. */
export function mebibytes(quantity: string): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi|Ti)$/.exec(quantity) ?? [];
  if (amount === undefined) throw new Error(`${quantity} is not an amount in Mi, Gi or Ti`);
  return Number(amount) * 1024 ** ["Mi", "Gi", "Ti"].indexOf(unit ?? "");
}

export function shortestCpu(quantity: string): string {
  return shortest(milliCpu(quantity), 1000, ["m", "", "k"]);
}

export function shortestBytes(quantity: string): string {
  return shortest(mebibytes(quantity), 1024, ["Mi", "Gi", "Ti", "Pi"]);
}

function shortest(amount: number, step: number, [unit = "", ...larger]: readonly string[]): string {
  return larger.length > 0 && amount % step === 0
    ? shortest(amount / step, step, larger)
    : `${amount}${unit}`;
}
