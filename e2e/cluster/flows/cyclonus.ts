import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Manifest } from "../../shared/installation/manifests-of";

/** One end of a call: a pod, or, without a namespace, an address to which no policy applies. */
export interface Peer {
  readonly address: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/**
 * Whether the policies allow each call, by cyclonus (`analyze --mode query-traffic`, offline).
 * @throws if cyclonus fails or answers a different number of calls
 */
export async function judged(
  program: string,
  policies: readonly Manifest[],
  calls: readonly Call[],
): Promise<boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), "flows-"));
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  try {
    // cyclonus reads only the first document of a file; a list is one document.
    const list = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicyList", items: policies };
    const policyPath = file("policies.yaml", list);
    const trafficPath = file("traffic.json", calls.map(traffic));
    const answers = await answersOf(program, [
      ...["analyze", "--mode", "query-traffic", "--verbosity", "warn"],
      ...["--policy-path", policyPath, "--traffic-path", trafficPath],
    ]);
    if (answers.length !== calls.length)
      throw new Error(`cyclonus judged ${answers.length} of ${calls.length} calls`);
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function traffic({ from, to, port, protocol }: Call): object {
  return { Source: end(from), Destination: end(to), ResolvedPort: port, Protocol: protocol };
}

function end({ address, namespace, labels = {} }: Peer): object {
  if (namespace === undefined) return { IP: address };
  // The API server sets this label on every namespace.
  const namespaceLabels = { "kubernetes.io/metadata.name": namespace };
  return {
    IP: address,
    Internal: { Namespace: namespace, NamespaceLabels: namespaceLabels, PodLabels: labels },
  };
}

/** cyclonus prints a table for each call, in order; the last line of each table is the verdict. */
async function answersOf(program: string, args: readonly string[]): Promise<boolean[]> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const answers: boolean[] = [];
  for await (const line of createInterface(child.stdout)) {
    const [, verdict] = /^\| IS ALLOWED\? \|\s+(TRUE|FALSE)\s/.exec(line) ?? [];
    if (verdict !== undefined) answers.push(verdict === "TRUE");
  }
  if ((await ended) !== 0)
    throw new Error(`cyclonus failed: ${Buffer.concat(complaints).toString().trim().slice(-2000)}`);
  return answers;
}
