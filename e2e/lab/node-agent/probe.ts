import { execFile } from "node:child_process";
import http from "node:http";
import https from "node:https";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Container, Probe } from "./pod";
import type { Identity } from "./security";

/** The target of a probe. */
export interface ProbeTarget {
  readonly container: Container;
  readonly address: string;
  /** Process id of the container on the host. */
  readonly pid: number;
  readonly identity: Identity;
  readonly variables: ReadonlyMap<string, string>;
}

/** Tries once. @returns undefined after a success, else the reason of the failure */
export async function tryProbe(probe: Probe, target: ProbeTarget): Promise<string | undefined> {
  const milliseconds = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec !== undefined) return tryExec(probe.exec.command ?? [], target, milliseconds);
  if (probe.httpGet !== undefined) return tryHttp(probe.httpGet, target, milliseconds);
  if (probe.tcpSocket !== undefined) {
    const { host = target.address, port } = probe.tcpSocket;
    return tryTcp(host, portNumber(port, target.container), milliseconds);
  }
  return "The lab's node probes by exec, httpGet and tcpSocket only.";
}

/**
 * Probes until aborted. Calls `onVerdict` whenever the verdict changes: true after `successThreshold` successes
 * in a row, false after `failureThreshold` failures in a row (defaults 1 and 3, every 10 s, as in Kubernetes).
 */
export async function probeLoop(
  probe: Probe,
  target: ProbeTarget,
  signal: AbortSignal,
  onVerdict: (good: boolean, why: string) => void,
): Promise<void> {
  let verdict: boolean | undefined;
  let inRow = 0;
  let last: boolean | undefined;
  await pause((probe.initialDelaySeconds ?? 0) * 1000, signal);
  while (!signal.aborted) {
    const why = await tryProbe(probe, target);
    const good = why === undefined;
    inRow = good === last ? inRow + 1 : 1;
    last = good;
    const needed = good ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
    if (inRow >= needed && verdict !== good && !aborted(signal)) {
      verdict = good;
      onVerdict(good, why ?? "");
    }
    await pause((probe.periodSeconds ?? 10) * 1000, signal);
  }
}

// A function, because the compiler assumes that a property stays the same across an await.
const aborted = (signal: AbortSignal): boolean => signal.aborted;

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

function tryExec(
  command: readonly string[],
  target: ProbeTarget,
  timeout: number,
): Promise<string | undefined> {
  const { uid, gid } = target.identity;
  const enter = [
    "-t",
    target.pid.toString(),
    "-m",
    "-p",
    "-u",
    "-i",
    "-r",
    "-w",
    "-S",
    uid.toString(),
    "-G",
    gid.toString(),
  ];
  const variables = Object.fromEntries(target.variables);
  // The variables are the container's, so nsenter itself is called by its path.
  return new Promise((resolve) => {
    execFile(
      "/usr/bin/nsenter",
      [...enter, "--", ...command],
      { env: variables, timeout },
      (error, stdout, stderr) =>
        resolve(
          error === null
            ? undefined
            : `exec probe: ${(stderr || stdout || error.message).trim().slice(0, 500)}`,
        ),
    );
  });
}

function tryHttp(
  get: NonNullable<Probe["httpGet"]>,
  target: ProbeTarget,
  timeout: number,
): Promise<string | undefined> {
  const secure = get.scheme === "HTTPS";
  const path = get.path ?? "/";
  const options = {
    host: get.host ?? target.address,
    port: portNumber(get.port, target.container),
    path: path.startsWith("/") ? path : `/${path}`,
    timeout,
    headers: {
      "User-Agent": "kube-probe/lab",
      ...Object.fromEntries((get.httpHeaders ?? []).map(({ name, value }) => [name, value])),
    },
    // Like the kubelet, a probe does not verify certificates.
    rejectUnauthorized: false,
  };
  return new Promise((resolve) => {
    const request = (secure ? https : http).get(options, (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      resolve(status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`);
    });
    request.once("timeout", () => request.destroy(new Error("timeout")));
    request.once("error", (error) => resolve(`HTTP probe: ${error.message}`));
  });
}

function tryTcp(host: string, port: number, timeout: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout });
    const end = (why?: string): void => {
      socket.destroy();
      resolve(why);
    };
    socket.once("connect", () => end());
    socket.once("timeout", () => end("tcp probe: timeout"));
    socket.once("error", (error) => end(`tcp probe: ${error.message}`));
  });
}

function portNumber(port: number | string, container: Container): number {
  if (typeof port === "number") return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port);
}
