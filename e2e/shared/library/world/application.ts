import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesApi } from "../../../lab/kubernetes-api";
import { waitFor } from "../../../lab/wait-for";

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status?: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface Deployment {
  readonly metadata: {
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

const port = 8080;

/** A Deployment of two pods that serve a page, and somebody who keeps asking for it. */
export class Application {
  constructor(
    private readonly api: KubernetesApi,
    readonly namespace: string,
    readonly name: string,
  ) {}

  /** Makes the Deployment with an image and waits until its pods serve. */
  async start(image: string, replicas = 2): Promise<void> {
    const { metadata, ...rest } = deployment(this.name, image, replicas);
    await this.api.apply({ ...rest, metadata: { ...metadata, namespace: this.namespace } });
    await waitFor(`${this.namespace}/${this.name} serves`, async () => {
      const { status = {} } = await this.look();
      return status.availableReplicas === replicas ? true : undefined;
    });
  }

  /** Waits until no rollout is under way any more. */
  async settled(): Promise<void> {
    await waitFor(`${this.namespace}/${this.name} settled`, async () => {
      const { metadata, spec, status = {} } = await this.look();
      const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status;
      const wanted = spec.replicas ?? 1;
      const done = [replicas, updatedReplicas, availableReplicas].every((each) => each === wanted);
      return done && observedGeneration === metadata.generation ? true : undefined;
    });
  }

  /** Deletes it. */
  async remove(): Promise<void> {
    await this.api.delete(this.path);
  }

  async image(): Promise<string> {
    return (await this.look()).spec.template.spec.containers[0]?.image ?? "";
  }

  /** Of every revision that is kept. */
  async images(): Promise<string[]> {
    const selector = encodeURIComponent(`app=${this.name}`);
    const { items } = await this.api.get<{ items: Deployment[] }>(
      `/apis/apps/v1/namespaces/${this.namespace}/replicasets?labelSelector=${selector}`,
    );
    return items.map(({ spec }) => spec.template.spec.containers[0]?.image ?? "");
  }

  async revision(): Promise<string> {
    return (await this.look()).metadata.annotations?.["deployment.kubernetes.io/revision"] ?? "";
  }

  /** Number of changes of what is wanted; stays the same if nobody changes anything. */
  async generation(): Promise<number> {
    return (await this.look()).metadata.generation;
  }

  /** What each ready pod answers now, sorted. */
  async answers(): Promise<string[]> {
    const selector = encodeURIComponent(`app=${this.name}`);
    const { items } = await this.api.get<{ items: Pod[] }>(
      `/api/v1/namespaces/${this.namespace}/pods?labelSelector=${selector}`,
    );
    const ready = items.filter(
      ({ metadata, status }) => metadata.deletionTimestamp === undefined && isReady(status),
    );
    const said = await Promise.all(
      ready.map(({ status }) =>
        fetch(`http://${status?.podIP ?? ""}:${port}/`).then(
          (answer) => answer.text(),
          () => "",
        ),
      ),
    );
    return said
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .sort();
  }

  /**
   * Asks for the page all the time while `work` is under way. Returns its result and, each once, what all pods together
   * answered: "one one", or "" where nobody did.
   */
  async whileAsked<T>(work: Promise<T>): Promise<{ result: T; seen: readonly string[] }> {
    const seen = new Set<string>();
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        seen.add((await this.answers()).join(" "));
        await sleep(200);
      }
    })();
    try {
      return { result: await work, seen: [...seen] };
    } finally {
      over.abort();
      await asking;
    }
  }

  private get path(): string {
    return `/apis/apps/v1/namespaces/${this.namespace}/deployments/${this.name}`;
  }

  private look(): Promise<Deployment> {
    return this.api.get<Deployment>(this.path);
  }
}

function isReady(status: Pod["status"]): boolean {
  return status?.conditions?.some((each) => each.type === "Ready" && each.status === "True") ?? false;
}

function container(image: string): object {
  return {
    name: "app",
    image,
    ports: [{ containerPort: port }],
    env: [{ name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }],
    readinessProbe: { httpGet: { path: "/", port }, periodSeconds: 1 },
  };
}

/** A Deployment whose pods serve what their image says. */
export function deployment(name: string, image: string, replicas = 2) {
  const labels = { app: name };
  const pod = { terminationGracePeriodSeconds: 1, containers: [container(image)] };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
  };
}

/** References by digest, of each version of an application. */
export type VersionImages = Readonly<Record<keyof typeof versions, string>>;

/** Images of an application: each version serves its name; the others fail in a way of their own. */
export const versions = {
  one: serving("one"),
  two: serving("two"),
  three: serving("three"),
  /** Ends soon after it began. */
  crashing: { entrypoint: ["/bin/sh", "-c", "sleep 1; exit 3"] },
  /** Runs and answers nobody, so that its probe never passes. */
  deaf: { entrypoint: ["/bin/sleep", "3600"] },
} as const;

function serving(word: string) {
  return {
    files: { "www/index.html": `${word}\n`, serve: `exec httpd -f -p "$POD_IP:${port}" -h /www\n` },
    entrypoint: ["/bin/sh", "/serve"],
  };
}
