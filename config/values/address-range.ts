/** IPv4 ranges such as 10.0.0.0/8. */

/** The address at a position in the range. The first address has position 0. */
export function addressIn(range: string, position: number): string {
  const [address = ""] = range.split("/");
  return dotted(numeric(address) + position);
}

/** Whether the range is written with its first address, as AWS does and Kubernetes requires. */
export function beginsAtFirstAddress(range: string): boolean {
  const [address = ""] = range.split("/");
  return numeric(address) % sizeOf(range) === 0;
}

/** Number of addresses in the range. */
export function sizeOf(range: string): number {
  return 2 ** (32 - Number(range.split("/")[1]));
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [start, end] = boundsOf(outer);
  const [first, last] = boundsOf(inner);
  return start <= first && last <= end;
}

function boundsOf(range: string): readonly [first: number, last: number] {
  const first = numeric(addressIn(range, 0));
  return [first, first + sizeOf(range) - 1];
}

function numeric(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

/** Link-local addresses: the instance metadata service hands out the node's role there. */
export const linkLocal = "169.254.0.0/16";
