import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { CertificateFiles } from "../pki";
import { followLog, type LogOptions, readLog } from "./container-log";

/** Finds the log of a container of a pod on this node. */
export type FindLog = (
  namespace: string,
  pod: string,
  container: string,
  previous: boolean,
) => { file: string; ended: () => boolean } | undefined;

export interface KubeletServerProps {
  readonly certificate: CertificateFiles;
  /** Callers, such as the API server, must have a certificate from this authority. */
  readonly authorityFile: string;
  readonly port: number;
  readonly findLog: FindLog;
}

/**
 * Serves `/containerLogs/<namespace>/<pod>/<container>`, from which the API server reads logs, on 127.0.0.1.
 * @returns a function that closes it
 */
export async function serveKubelet(props: KubeletServerProps): Promise<() => void> {
  const server = https.createServer(
    {
      cert: readFileSync(props.certificate.certificate),
      key: readFileSync(props.certificate.key),
      ca: readFileSync(props.authorityFile),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      answer(request, response, props.findLog).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(`${(error as Error).message}\n`);
      });
    },
  );
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(props.port, "127.0.0.1", resolve),
  );
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, findLog: FindLog): Promise<void> {
  const url = new URL(request.url ?? "/", "https://node");
  if (url.pathname === "/healthz") return void response.end("ok");
  const [, kind, namespace = "", pod = "", container = ""] = url.pathname.split("/");
  const query = url.searchParams;
  const log =
    kind === "containerLogs"
      ? findLog(namespace, pod, container, query.get("previous") === "true")
      : undefined;
  if (log === undefined) {
    response.writeHead(kind === "containerLogs" ? 404 : 501);
    response.end(
      kind === "containerLogs"
        ? `container ${container} of ${namespace}/${pod} is not on this node\n`
        : `The lab's node serves logs only, not ${url.pathname}.\n`,
    );
    return;
  }
  response.writeHead(200, { "Content-Type": "text/plain" });
  if (query.get("follow") !== "true") return void response.end(readLog(log.file, optionsOf(query)));
  response.flushHeaders();
  let gone = false;
  response.once("close", () => (gone = true));
  for await (const text of followLog(log.file, optionsOf(query), () => gone || log.ended()))
    response.write(text);
  response.end();
}

/** Options in the query of a log request. */
export function optionsOf(query: URLSearchParams): LogOptions {
  const number = (name: string): number | undefined =>
    query.has(name) ? Number(query.get(name)) : undefined;
  const seconds = number("sinceSeconds");
  const time = query.get("sinceTime");
  return {
    timestamps: query.get("timestamps") === "true",
    tailLines: number("tailLines"),
    limitBytes: number("limitBytes"),
    sinceTime:
      seconds !== undefined
        ? new Date(Date.now() - seconds * 1000)
        : time !== null
          ? new Date(time)
          : undefined,
  };
}
