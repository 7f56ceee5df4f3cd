import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { withMetricsPort } from "./controller-configuration";
import { freePort } from "./free-port";
import type { KubernetesObject } from "./kubernetes-api";
import { writeKubeconfig } from "./kubeconfig";
import type { RunningProcess } from "./processes";
import { required } from "./required";
import type { Lab } from "./lab";
import { serviceAccountToken } from "./service-account-token";

/** How Argo Workflows is to be run; what a chart would render, as plain objects. */
export interface ArgoInstallation {
  /** Where controller and server live. */
  readonly namespace: string;
  /** Namespaces, accounts, roles, Secrets and ConfigMaps, applied in this order before anything starts. */
  readonly objects: readonly KubernetesObject[];
  /** Name of the controller's ConfigMap among `objects`, or already there. */
  readonly configMap: string;
  readonly controllerAccount: string;
  readonly serverAccount: string;
  /** Number of controllers. @default 1 */
  readonly controllers?: number;
  /** @default ["client"] */
  readonly authModes?: readonly ("client" | "sso" | "server")[];
  /** @default "quay.io/argoproj/argoexec:v4.1.4" */
  readonly executorImage?: string;
  /** Environment of the controllers, such as DEFAULT_REQUEUE_TIME. */
  readonly controllerEnvironment?: Readonly<Record<string, string>>;
  readonly serverArguments?: readonly string[];
}

/** One running workflow-controller. */
export interface Controller {
  /** Its name in the leader election. */
  readonly identity: string;
  readonly process: RunningProcess;
}

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** Argo's real controllers and server, each with the rights of its own service account only. */
export class Argo {
  readonly controllers: Controller[] = [];
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  #server: RunningProcess | undefined;

  private constructor(
    private readonly lab: Lab,
    readonly installation: ArgoInstallation,
    private readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /**
   * Applies the objects, starts controllers and server and waits until there is a leader and the server answers.
   * @throws with the log's end when the configuration is refused: the controller parses it strictly and exits.
   */
  static async start(lab: Lab, installation: ArgoInstallation): Promise<Argo> {
    const argo = new Argo(lab, installation, await freePort());
    for (const object of installation.objects) await lab.api.apply(object);
    for (let index = 0; index < (installation.controllers ?? 1); index++) await argo.startController();
    await Promise.all([argo.awaitLeader(), argo.startServer()]);
    return argo;
  }

  /** Starts one more controller. */
  async startController(): Promise<Controller> {
    const {
      namespace,
      controllerAccount,
      executorImage = "quay.io/argoproj/argoexec:v4.1.4",
    } = this.installation;
    const identity = `workflow-controller-${this.controllers.length}`;
    const args = [
      "--namespace",
      namespace,
      "--executor-image",
      executorImage,
      "--loglevel",
      "info",
      "--log-format",
      "json",
    ];
    const process = this.lab.processes.start(
      identity,
      required(this.lab.programs, "workflow-controller"),
      [
        ...(await this.loginOf(controllerAccount, identity)),
        ...args,
        "--configmap",
        await this.ownConfigMap(identity),
      ],
      {
        environment: { LEADER_ELECTION_IDENTITY: identity, ...this.installation.controllerEnvironment },
        onUnexpectedExit: this.lab.onUnexpectedExit,
      },
    );
    const controller = { identity, process };
    this.controllers.push(controller);
    return controller;
  }

  /** Who leads by the Lease; undefined while nobody does. */
  async leader(): Promise<string | undefined> {
    const path = `/apis/coordination.k8s.io/v1/namespaces/${this.installation.namespace}/leases/workflow-controller`;
    const lease = await this.lab.api.get<{ spec: { holderIdentity?: string } }>(path).catch(() => undefined);
    const holder = lease?.spec.holderIdentity;
    return holder === "" ? undefined : holder;
  }

  /** Waits for a leader that is one of the running controllers and returns it; `seconds` as for a lease to expire. */
  async awaitLeader(seconds = 120): Promise<Controller> {
    const find = async (): Promise<Controller | undefined> => {
      const holder = await this.leader();
      return this.controllers.find(
        ({ identity, process }) => identity === holder && process.end === undefined,
      );
    };
    const watched =
      this.controllers.findLast(({ process }) => process.end === undefined) ?? this.controllers.at(-1);
    await watched?.process.until("seeing a leader", async () => (await find()) !== undefined, seconds);
    const leader = await find();
    if (leader === undefined) throw new Error("No workflow-controller leads.");
    return leader;
  }

  /** Replaces the controllers' configuration, as an update of the ConfigMap does in a cluster. */
  async configure(data: Readonly<Record<string, string>>): Promise<void> {
    const { namespace, configMap } = this.installation;
    const base = `/api/v1/namespaces/${namespace}/configmaps`;
    await this.lab.api.patch(`${base}/${configMap}`, { data });
    for (const { identity } of this.controllers) await this.ownConfigMap(identity);
  }

  async startServer(): Promise<void> {
    const {
      namespace,
      serverAccount,
      configMap,
      authModes = ["client"],
      serverArguments = [],
    } = this.installation;
    const modes = authModes.flatMap((mode) => ["--auth-mode", mode]);
    const options = [
      "--secure=false",
      "-p",
      this.port.toString(),
      "--namespace",
      namespace,
      "--configmap",
      configMap,
    ];
    const login = await this.loginOf(serverAccount, "argo-server");
    this.#server = this.lab.processes.start(
      "argo-server",
      required(this.lab.programs, "argo"),
      ["server", ...login, ...modes, ...options, ...serverArguments],
      {
        // In client mode the server looks for the API's address by itself, as kubectl does, and ignores its flag.
        environment: { ...(await this.awsEnvironment(serverAccount)), KUBECONFIG: login[1] },
        onUnexpectedExit: this.lab.onUnexpectedExit,
      },
    );
    // Its pages answer before the API behind them does (503).
    await this.#server.until(
      "answering",
      async () => (await this.call("GET", "/api/v1/version")).status < 500,
    );
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
  }

  /** A request to the server's API as JSON; without a token it is anonymous. */
  async call(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    token?: string,
    body?: unknown,
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        "Content-Type": "application/json",
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private async loginOf(account: string, name: string): Promise<["--kubeconfig", string]> {
    const token = await serviceAccountToken(this.lab.api, this.installation.namespace, account);
    const file = join(this.lab.folder, `${name}.kubeconfig`);
    return ["--kubeconfig", writeKubeconfig(file, this.lab.api.as({ token }), this.installation.namespace)];
  }

  /** The variables that the identity webhook would give to a pod of this account. */
  private async awsEnvironment(account: string): Promise<Record<string, string>> {
    const { namespace } = this.installation;
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}`;
    const found = await this.lab.api.get<{ metadata: { annotations?: Record<string, string> } }>(path);
    const role = found.metadata.annotations?.["eks.amazonaws.com/role-arn"];
    const aws = { AWS_REGION: this.lab.aws.region, ...this.lab.aws.endpointVariables };
    if (role === undefined) return aws;
    const file = join(this.lab.folder, `${account}.web-identity-token`);
    const token = await serviceAccountToken(this.lab.api, namespace, account, "sts.amazonaws.com");
    writeFileSync(file, token, { mode: 0o600 });
    return { ...aws, AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file };
  }

  /**
   * A copy of the ConfigMap for one controller with a metrics port of its own: all share the host's network, and
   * a controller that finds its metrics port taken panics.
   */
  private async ownConfigMap(identity: string): Promise<string> {
    const { namespace, configMap } = this.installation;
    const given = await this.lab.api.get<ConfigMap>(
      `/api/v1/namespaces/${namespace}/configmaps/${configMap}`,
    );
    const name = `${configMap}-${identity}`;
    const port = this.#metricsPorts.get(identity) ?? (await freePort());
    this.#metricsPorts.set(identity, port);
    const data = withMetricsPort(given.data ?? {}, port);
    await this.lab.api.apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
    return name;
  }

  readonly #metricsPorts = new Map<string, number>();

  /** Where a controller serves its metrics. */
  metricsPort(identity: string): number {
    return required(this.#metricsPorts, identity);
  }
}
