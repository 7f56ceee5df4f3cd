import { readFileSync } from "node:fs";
import { awsEnvironment, loginOf } from "./argo-identity";
import { withMetricsPort } from "./controller-configuration";
import { controllerTiming } from "./controller-timing";
import { freePort } from "./free-port";
import { goMemory } from "./go-memory";
import type { KubernetesObject } from "./kubernetes-api";
import type { Lab } from "./lab";
import { required } from "./required";
import type { RunningProcess } from "./running-process";

/** How to run Argo Workflows: what a chart would render, as plain objects. */
export interface ArgoInstallation {
  /** Namespace of the controllers and the server. */
  readonly namespace: string;
  /** Namespaces, accounts, roles, Secrets and ConfigMaps, applied in this order before anything starts. */
  readonly objects: readonly KubernetesObject[];
  /** Name of the controller's ConfigMap, which is among `objects` or exists already. */
  readonly configMap: string;
  readonly controllerAccount: string;
  readonly serverAccount: string;
  /** Number of controllers. @default 1 */
  readonly controllers?: number;
  /** @default ["client"] */
  readonly authModes?: readonly ("client" | "sso" | "server")[];
  /** Image of the containers that Argo adds to a pod. */
  readonly executorImage: string;
  /** Environment of the server, such as SSO_DELEGATE_RBAC_TO_NAMESPACE. */
  readonly serverEnvironment?: Readonly<Record<string, string>>;
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

/** Argo's real controllers and server, each with the permissions of its own service account only. */
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
   * @throws with the end of the log if the configuration is refused: the controller parses it strictly and exits.
   */
  static async start(lab: Lab, installation: ArgoInstallation): Promise<Argo> {
    const argo = new Argo(lab, installation, await freePort());
    for (const object of installation.objects) await lab.api.apply(object);
    for (let index = 0; index < (installation.controllers ?? 1); index++) await argo.startController();
    await Promise.all([argo.awaitLeader(), argo.startServer()]);
    return argo;
  }

  /** Starts another controller. */
  async startController(): Promise<Controller> {
    const { namespace, controllerAccount, executorImage } = this.installation;
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
        ...(await loginOf(this.lab, { namespace, name: controllerAccount }, identity)),
        ...args,
        "--configmap",
        await this.ownConfigMap(identity),
      ],
      {
        environment: {
          ...goMemory,
          LEADER_ELECTION_IDENTITY: identity,
          ...(await awsEnvironment(this.lab, { namespace, name: controllerAccount })),
          ...controllerTiming,
          ...this.installation.controllerEnvironment,
        },
        onUnexpectedExit: this.lab.onUnexpectedExit,
      },
    );
    const controller = { identity, process };
    this.controllers.push(controller);
    return controller;
  }

  /** The leader that the Lease names; undefined while there is none. */
  async leader(): Promise<string | undefined> {
    const path = `/apis/coordination.k8s.io/v1/namespaces/${this.installation.namespace}/leases/workflow-controller`;
    const lease = await this.lab.api.get<{ spec: { holderIdentity?: string } }>(path).catch(() => undefined);
    const holder = lease?.spec.holderIdentity;
    return holder === "" ? undefined : holder;
  }

  /** Waits for a leader that is one of the running controllers and returns it. */
  async awaitLeader(): Promise<Controller> {
    const find = async (): Promise<Controller | undefined> => {
      const holder = await this.leader();
      return this.controllers.find(
        ({ identity, process }) => identity === holder && process.end === undefined,
      );
    };
    const watched =
      this.controllers.findLast(({ process }) => process.end === undefined) ?? this.controllers.at(-1);
    const leader = await watched?.process.until("seeing a leader", find);
    if (leader === undefined) throw new Error("no workflow-controller leads");
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
      serverEnvironment,
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
      "--log-format",
      "json",
    ];
    const login = await loginOf(this.lab, { namespace, name: serverAccount }, "argo-server");
    this.#server = this.lab.processes.start(
      "argo-server",
      required(this.lab.programs, "argo"),
      ["server", ...login, ...modes, ...options, ...serverArguments],
      {
        // In client mode the server finds the API's address as kubectl does, and ignores its flag.
        environment: {
          ...goMemory,
          ...(await awsEnvironment(this.lab, { namespace, name: serverAccount })),
          ...serverEnvironment,
          KUBECONFIG: login[1],
        },
        onUnexpectedExit: this.lab.onUnexpectedExit,
      },
    );
    // Its pages answer before its API, and each part of the API is connected separately (503 until then).
    const parts = ["version", "userinfo", `workflows/${namespace}`, `workflow-templates/${namespace}`].concat(
      "cluster-workflow-templates",
      "archived-workflows",
    );
    const answers = async (part: string): Promise<boolean> =>
      (await this.call("GET", `/api/v1/${part}`)).status < 500;
    await this.#server.until("answering", async () =>
      (await Promise.all(parts.map(answers))).every((answer) => answer),
    );
  }

  /**
   * A second server of the same installation, so that a test can stop it without affecting users of the first.
   * @param changes what differs from the installation
   */
  async anotherServer(changes: Partial<ArgoInstallation> = {}): Promise<Argo> {
    const another = new Argo(this.lab, { ...this.installation, ...changes }, await freePort());
    await another.startServer();
    return another;
  }

  /** The server's log, one JSON object per line. */
  get serverLog(): string {
    return readFileSync(this.#server?.log ?? "", "utf8");
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
  }

  /** Stops the server and every controller, and keeps their objects, as an uninstall does. */
  async stop(): Promise<void> {
    await Promise.all([this.stopServer(), ...this.controllers.map(({ process }) => process.stop())]);
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

  /** Address of a controller's metrics. */
  metricsPort(identity: string): number {
    return required(this.#metricsPorts, identity);
  }
}
