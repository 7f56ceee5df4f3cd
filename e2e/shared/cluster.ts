import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApiError } from "../lab/kubernetes-api";
import type { Lab } from "../lab/lab";
import type { Pod } from "../lab/node-agent/pod";
import { required } from "../lab/required";
import { waitFor } from "../lab/wait-for";

const run = promisify(execFile);
const workflows = "/apis/argoproj.io/v1alpha1/namespaces";

/** A workflow's status, as far as the rows read it. */
export interface WorkflowStatus {
  readonly phase?: string;
  readonly message?: string;
  readonly nodes?: Readonly<
    Record<
      string,
      {
        readonly id: string;
        readonly displayName: string;
        readonly type: string;
        readonly phase: string;
        readonly message?: string;
      }
    >
  >;
}

interface Workflow {
  readonly metadata: { readonly uid: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: WorkflowStatus;
}

/** What rows do with a cluster: submit, wait, read. */
export class Cluster {
  constructor(private readonly lab: Lab) {}

  /** Submits as administrator. */
  async submit(namespace: string, workflow: object): Promise<Workflow> {
    return this.lab.api.post<Workflow>(`${workflows}/${namespace}/workflows`, workflow);
  }

  /** Waits for a workflow's end and returns its status. */
  async finished(namespace: string, name: string): Promise<WorkflowStatus> {
    return waitFor(`workflow ${namespace}/${name} finished`, async () => {
      const { metadata, status = {} } = await this.lab.api.get<Workflow>(
        `${workflows}/${namespace}/workflows/${name}`,
      );
      return metadata.labels?.["workflows.argoproj.io/completed"] === "true" ? status : undefined;
    });
  }

  /** A workflow's status as it is now. */
  async status(namespace: string, name: string): Promise<WorkflowStatus> {
    const { status = {} } = await this.lab.api.get<Workflow>(`${workflows}/${namespace}/workflows/${name}`);
    return status;
  }

  async deleteWorkflow(namespace: string, name: string): Promise<void> {
    await this.lab.api.delete(`${workflows}/${namespace}/workflows/${name}`);
  }

  /** The pods of a workflow. */
  async podsOf(namespace: string, workflow: string): Promise<Pod[]> {
    const selector = encodeURIComponent(`workflows.argoproj.io/workflow=${workflow}`);
    const { items } = await this.lab.api.get<{ items: Pod[] }>(
      `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`,
    );
    return items;
  }

  /** Waits until a workflow's status has a pod that runs: Argo learns of it later than the API server. */
  async nodeRunning(namespace: string, workflow: string): Promise<void> {
    await waitFor(`Argo knows the running pod of ${namespace}/${workflow}`, async () => {
      const { nodes = {} } = await this.status(namespace, workflow);
      return (
        Object.values(nodes).some(({ type, phase }) => type === "Pod" && phase === "Running") || undefined
      );
    });
  }

  /** Waits until a workflow has a running pod that is not one of these. */
  async runningPod(namespace: string, workflow: string, ...known: readonly string[]): Promise<Pod> {
    return waitFor(`a running pod of ${namespace}/${workflow}`, async () => {
      const pods = await this.podsOf(namespace, workflow);
      return pods.find(
        ({ metadata, status }) => status?.phase === "Running" && !known.includes(metadata.uid),
      );
    });
  }

  /** Ends the command `untilReleased` in the main container of a pod. */
  async release(namespace: string, pod: string): Promise<void> {
    await waitFor(`${namespace}/${pod} is released`, async () => {
      const run = this.lab.node.find(namespace, pod);
      if (run === undefined) throw new Error("it is not on the node");
      await run.exec("main", ["touch", "/tmp/released"]);
      return true;
    });
  }

  /** Runs a pod of one container and returns it once it has a status that `when` accepts. */
  async pod(
    namespace: string,
    name: string,
    spec: object,
    when: (pod: StatusOfPod) => boolean,
  ): Promise<StatusOfPod> {
    await this.lab.api.post(`/api/v1/namespaces/${namespace}/pods`, { metadata: { name }, spec });
    return this.podWhen(namespace, name, when);
  }

  async podWhen(namespace: string, name: string, when: (pod: StatusOfPod) => boolean): Promise<StatusOfPod> {
    return waitFor(`pod ${namespace}/${name}`, async () => {
      const { status } = await this.lab.api.get<{ status: StatusOfPod }>(
        `/api/v1/namespaces/${namespace}/pods/${name}`,
      );
      return when(status) ? status : undefined;
    });
  }

  async log(namespace: string, pod: string, container = "main", query = ""): Promise<string> {
    return this.lab.api.getText(
      `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}${query}`,
    );
  }

  /** Runs kubectl as administrator and returns what it printed. */
  async kubectl(...args: readonly string[]): Promise<string> {
    const { programs, kubeconfig, folder } = this.lab;
    const { stdout } = await run(required(programs, "kubectl"), ["--kubeconfig", kubeconfig, ...args], {
      // By default kubectl keeps what it learned of a server, by its port, for the next run.
      env: { ...process.env, KUBECACHEDIR: join(folder, "kubectl") },
    });
    return stdout.trim();
  }

  /** HTTP status and reason of a refused request, or `allowed`. */
  async refusal(request: () => Promise<unknown>): Promise<string> {
    try {
      await request();
      return "allowed";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const known = ["violates PodSecurity", "strict decoding"].find((each) => error.message.includes(each));
      const why = known ?? error.reason;
      return `${error.status} ${why}`;
    }
  }
}

/** A pod's status, as far as the rows read it. */
export interface StatusOfPod {
  readonly phase: string;
  readonly reason?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly containerStatuses?: readonly {
    readonly ready: boolean;
    readonly restartCount: number;
    readonly state: {
      readonly waiting?: { readonly reason: string };
      readonly terminated?: { readonly exitCode: number; readonly reason: string; readonly message?: string };
    };
  }[];
}

export const isReady = (status: StatusOfPod): boolean =>
  status.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True") ?? false;

export const isDone = (status: StatusOfPod): boolean =>
  status.phase === "Succeeded" || status.phase === "Failed";
