import { setTimeout as sleep } from "node:timers/promises";
import { keepWatching } from "../../lab/keep-watching";
import type { KubernetesApi, WatchEvent } from "../../lab/kubernetes-api";
import type { ArgoApi } from "../installation/argo-api";
import { Semaphore } from "./semaphore";

/** One node of a workflow's status. */
export interface Node {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: string;
  readonly phase: string;
  readonly message?: string;
  readonly templateName?: string;
  /** `cluster/<name>` of the template that defines it. */
  readonly templateScope?: string;
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
  readonly outputs?: {
    readonly parameters?: readonly { readonly name: string; readonly value?: string }[];
    readonly artifacts?: readonly { readonly name: string; readonly s3?: { readonly key?: string } }[];
  };
}

interface Workflow {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: {
    readonly phase?: string;
    readonly message?: string;
    readonly startedAt?: string;
    readonly finishedAt?: string;
    readonly nodes?: Readonly<Record<string, Node>>;
  };
}

/** The state of one run of a template, final or not. */
export class Outcome {
  constructor(
    readonly namespace: string,
    readonly template: string,
    private readonly workflow: Workflow,
  ) {}

  get name(): string {
    return this.workflow.metadata.name;
  }

  get phase(): string {
    return this.workflow.status?.phase ?? "";
  }

  get nodes(): readonly Node[] {
    return Object.values(this.workflow.status?.nodes ?? {});
  }

  /** Nodes that are pods and started. */
  get pods(): readonly Node[] {
    return this.nodes.filter(
      ({ type, phase }) => type === "Pod" && phase !== "Omitted" && phase !== "Skipped",
    );
  }

  get seconds(): number {
    const { startedAt = "", finishedAt = "" } = this.workflow.status ?? {};
    return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  }

  /** The messages of the workflow and its nodes, as Argo's UI shows them. */
  get said(): string {
    const messages = [this.workflow.status?.message, ...this.nodes.map(({ message }) => message)];
    return [...new Set(messages.filter((each) => each !== undefined && each !== ""))].join("\n");
  }

  /** Steps that have started and not ended, each with its phase and message. */
  get currentSteps(): readonly string[] {
    return this.nodes
      .filter(({ phase }) => phase === "Pending" || phase === "Running")
      .map(({ displayName, phase, message }) => [displayName, phase, message].filter(Boolean).join(" "));
  }

  /** The first node with this name, in the order in which nodes started. */
  node(displayName: string): Node | undefined {
    return this.nodes.find((each) => each.displayName === displayName);
  }

  /** An output parameter of the entry template. */
  output(name: string): string | undefined {
    const entry = this.nodes.find((each) => each.name === this.name);
    return entry?.outputs?.parameters?.find((each) => each.name === name)?.value;
  }
}

/** Runs at the same time: enough to keep two processors busy while some runs wait. */
const concurrentRuns = 8;

/** Resolves with the workflow when it has ended. */
interface End {
  readonly promise: Promise<Workflow>;
  readonly resolve: (workflow: Workflow) => void;
}

const completed =
  "/apis/argoproj.io/v1alpha1/workflows?watch=1&labelSelector=workflows.argoproj.io%2Fcompleted%3Dtrue";

/** Parameters of a template, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** Starts templates as Backstage does, waits for their end, and keeps each outcome. */
export class Runs {
  /** Outcomes of all runs that a row waited for, in the order in which they ended. */
  readonly outcomes: Outcome[] = [];
  #count = 0;
  readonly #ends = new Map<string, End>();
  readonly #slots = new Semaphore(concurrentRuns);

  constructor(
    private readonly api: KubernetesApi,
    private readonly argoApi: ArgoApi,
  ) {}

  /**
   * Watches for completed workflows until aborted. The workflow of a composite template is large: polling each one
   * would cost the API server more than everything else that the runs do.
   */
  follow(signal: AbortSignal): Promise<void> {
    return keepWatching<Workflow>(this.api, completed, (event) => this.seen(event), signal);
  }

  /** Waits for a free slot and submits a run. @returns its name @throws with the answer of the server */
  async submit(
    namespace: string,
    template: string,
    parameters: Parameters,
    artifacts: readonly object[] = [],
  ): Promise<string> {
    await this.#slots.acquire();
    return this.start(namespace, template, parameters, artifacts);
  }

  /** Waits for enough free slots and submits the runs at the same moment. */
  async submitTogether(
    namespace: string,
    template: string,
    each: readonly Parameters[],
  ): Promise<readonly string[]> {
    await this.#slots.acquire(each.length);
    return Promise.all(each.map((parameters) => this.start(namespace, template, parameters)));
  }

  /** Waits for the end of a run. @throws if it does not end within `seconds` */
  async end(namespace: string, template: string, name: string, seconds = 1500): Promise<Outcome> {
    const late = sleep(seconds * 1000, undefined, { ref: false });
    const workflow = await Promise.race([this.endOf(namespace, name).promise, late]);
    if (workflow === undefined) {
      const { currentSteps } = await this.now(namespace, template, name);
      throw new Error(
        `${namespace}/${name} has not ended within ${seconds} s; current steps: ${currentSteps.join(", ")}`,
      );
    }
    const outcome = new Outcome(namespace, template, workflow);
    this.outcomes.push(outcome);
    return outcome;
  }

  /** Submits a run and waits for its end. */
  async run(
    namespace: string,
    template: string,
    parameters: Parameters,
    { artifacts, seconds }: { readonly artifacts?: readonly object[]; readonly seconds?: number } = {},
  ): Promise<Outcome> {
    const name = await this.submit(namespace, template, parameters, artifacts);
    return this.end(namespace, template, name, seconds);
  }

  /** The current state of a run. */
  async now(namespace: string, template: string, name: string): Promise<Outcome> {
    return new Outcome(namespace, template, await this.look(namespace, name));
  }

  /** Whether an artifact of a run can be downloaded from Argo's server. */
  async kept(outcome: Outcome, artifact: string): Promise<boolean> {
    return (await this.artifact(outcome, artifact)) !== undefined;
  }

  /**
   * An artifact of a run, downloaded from Argo's server; undefined if that fails.
   * @param template of the step that has it. @default the first step that has one of this name
   */
  async artifact(
    { namespace, name, nodes }: Outcome,
    artifact: string,
    template?: string,
  ): Promise<Buffer | undefined> {
    const owner = nodes.find(
      ({ type, templateName, outputs }) =>
        type === "Pod" &&
        (template === undefined || templateName === template) &&
        outputs?.artifacts?.some((each) => each.name === artifact),
    );
    if (owner === undefined) return undefined;
    return this.argoApi.file(`/artifacts/${namespace}/${name}/${owner.id}/${artifact}`);
  }

  /** The caller must hold a slot. */
  private async start(
    namespace: string,
    template: string,
    parameters: Parameters,
    artifacts: readonly object[] = [],
  ): Promise<string> {
    const name = `${template}-${++this.#count}`;
    const release = (): void => this.#slots.release();
    const spec = {
      workflowTemplateRef: { name: template, clusterScope: true },
      arguments: {
        artifacts,
        parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })),
      },
    };
    try {
      await this.argoApi.submit(namespace, {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Workflow",
        metadata: { name },
        spec,
      });
    } catch (error) {
      release();
      throw error;
    }
    void this.endOf(namespace, name).promise.then(release);
    return name;
  }

  private seen({ type, object }: WatchEvent<Workflow>): void {
    if (type === "ADDED" || type === "MODIFIED")
      this.endOf(object.metadata.namespace, object.metadata.name).resolve(object);
  }

  private endOf(namespace: string, name: string): End {
    const key = `${namespace}/${name}`;
    const known = this.#ends.get(key);
    if (known !== undefined) return known;
    let resolve: End["resolve"] = () => undefined;
    const promise = new Promise<Workflow>((done) => (resolve = done));
    const end = { promise, resolve };
    this.#ends.set(key, end);
    return end;
  }

  private look(namespace: string, name: string): Promise<Workflow> {
    return this.api.get<Workflow>(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows/${name}`);
  }
}
