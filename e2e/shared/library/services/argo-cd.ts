import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { ApiError, type KubernetesApi, type KubernetesObject } from "../../../lab/kubernetes-api";
import { healthOf } from "./argo-cd-health";
import { ManifestSource } from "./argo-cd-source";

interface SyncRequest {
  readonly revision?: string;
  readonly prune?: boolean;
  readonly dryRun?: boolean;
}

/** An Application, as far as the stand-in reads it. */
export interface Application {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly source: { readonly repoURL: string; readonly path: string; readonly targetRevision?: string };
    readonly destination: { readonly namespace: string };
  };
  readonly operation?: { readonly sync?: SyncRequest };
  readonly status?: { readonly [field: string]: unknown };
}

const trackedBy = "app.kubernetes.io/instance";
const kinds = ["/api/v1|configmaps", "/apis/apps/v1|deployments"];
const applications = "/apis/argoproj.io/v1alpha1/applications";

/**
 * A stand-in for Argo CD's application controller: reads an Application's `operation`, applies the manifests of its
 * source at that revision, prunes objects if the operation says so, and writes operationState, sync and health as Argo
 * CD does (argo-cd: controller/appcontroller.go, sync.go). One source, one path of plain YAML, no hooks,
 * no waves, no automation, no API server of its own.
 */
export class ArgoCd {
  #over = new AbortController();

  constructor(
    private readonly api: KubernetesApi,
    private readonly source: ManifestSource,
  ) {}

  /** Processes every Application, in any namespace, until `stop`. */
  start(): void {
    this.#over = new AbortController();
    void this.loop();
  }

  stop(): void {
    this.#over.abort();
  }

  private async loop(): Promise<void> {
    while (!this.over()) {
      try {
        const { items } = await this.api.get<{ items: Application[] }>(applications);
        for (const each of items) await this.reconcile(each);
      } catch (error) {
        if (!this.over()) console.error(`Argo CD: ${(error as Error).message}`);
      }
      await sleep(1000, undefined, { signal: this.#over.signal }).catch(() => undefined);
    }
  }

  private over(): boolean {
    return this.#over.signal.aborted;
  }

  private async reconcile(application: Application): Promise<void> {
    const { operation } = application;
    if (operation?.sync !== undefined) await this.operate(application, operation, operation.sync);
    else await this.refresh(application);
  }

  private async operate(application: Application, operation: object, sync: SyncRequest): Promise<void> {
    const { source } = application.spec;
    const state = { operation, startedAt: now(), phase: "Running", message: "waiting for the sync" };
    await this.write(application, { operationState: state });
    let [phase, message, revision] = ["Succeeded", "successfully synced (all tasks run)", ""];
    try {
      revision = this.source.resolve(source.repoURL, sync.revision ?? source.targetRevision ?? "HEAD");
      const wanted = this.source.manifests(source.repoURL, revision, source.path);
      await this.apply(application, wanted, sync);
    } catch (error) {
      [phase, message] = [
        "Failed",
        `one or more objects failed to apply, reason: ${(error as Error).message}`,
      ];
      if (revision === "") [phase, message] = ["Error", (error as Error).message];
    }
    const finished = { ...state, phase, message, finishedAt: now() };
    await this.write(application, {
      operationState: { ...finished, ...(revision !== "" && { syncResult: { revision, source } }) },
    });
    await this.api.patch(pathOf(application), { operation: null });
    await this.refresh(await this.api.get<Application>(pathOf(application)));
  }

  private async apply(
    application: Application,
    wanted: readonly KubernetesObject[],
    { prune = false, dryRun = false }: SyncRequest,
  ): Promise<void> {
    const query = `fieldManager=argocd-controller&force=true${dryRun ? "&dryRun=All" : ""}`;
    for (const object of wanted.map((each) => tracked(each, application)))
      await this.api.patch(`${await this.api.pathOf(object)}?${query}`, object, "apply");
    if (!prune || dryRun) return;
    for (const path of await this.extra(application, wanted)) await this.api.delete(path);
  }

  /** Paths of the application's objects that its source no longer contains. */
  private async extra(application: Application, wanted: readonly KubernetesObject[]): Promise<string[]> {
    const { namespace } = application.spec.destination;
    const kept = await Promise.all(wanted.map((each) => this.api.pathOf(tracked(each, application))));
    const found: string[] = [];
    for (const [base = "", plural = ""] of kinds.map((each) => each.split("|"))) {
      const collection = `${base}/namespaces/${namespace}/${plural}`;
      const selector = encodeURIComponent(`${trackedBy}=${application.metadata.name}`);
      const { items } = await this.api.get<{ items: KubernetesObject[] }>(
        `${collection}?labelSelector=${selector}`,
      );
      found.push(...items.map(({ metadata }) => `${collection}/${metadata.name}`));
    }
    return found.filter((path) => !kept.includes(path));
  }

  /** Compares the objects with the source at its target revision and reads their health. */
  private async refresh(application: Application): Promise<void> {
    const { source } = application.spec;
    const last = (application.status?.["operationState"] ?? {}) as {
      finishedAt?: string;
      syncResult?: { revision?: string };
      operation?: { sync?: SyncRequest };
    };
    const revision = last.operation?.sync?.dryRun === true ? undefined : last.syncResult?.revision;
    if (revision === undefined) return;
    const wanted = this.source.manifests(source.repoURL, revision, source.path);
    const present = await Promise.all(wanted.map((each) => this.present(tracked(each, application))));
    const missing = present.some((each) => each === undefined);
    const extra = (await this.extra(application, wanted)).length > 0;
    const sync = {
      status: missing || extra ? "OutOfSync" : "Synced",
      revision,
      comparedTo: { source, destination: application.spec.destination },
    };
    const health = { status: missing ? "Missing" : healthOf(present.filter((each) => each !== undefined)) };
    // Like Argo CD, it reads often and writes only changes: each write can conflict with a write of somebody else.
    const { sync: oldSync, health: oldHealth, reconciledAt = "" } = application.status ?? {};
    const fresh = String(reconciledAt) >= (last.finishedAt ?? "");
    if (fresh && isDeepStrictEqual([oldSync, oldHealth], [sync, health])) return;
    await this.write(application, { sync, health, reconciledAt: now() });
  }

  private async present(object: KubernetesObject): Promise<KubernetesObject | undefined> {
    try {
      return await this.api.get<KubernetesObject>(await this.api.pathOf(object));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Argo CD's Application has no status subresource. */
  private async write(application: Application, status: object): Promise<void> {
    await this.api.patch(pathOf(application), { status });
  }
}

function pathOf({ metadata: { namespace, name } }: Application): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
}

function tracked(object: KubernetesObject, { metadata, spec }: Application): KubernetesObject {
  const labels = { ...(object.metadata["labels"] as object | undefined), [trackedBy]: metadata.name };
  return { ...object, metadata: { ...object.metadata, namespace: spec.destination.namespace, labels } };
}

/** A time as Kubernetes writes it: whole seconds. */
function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
