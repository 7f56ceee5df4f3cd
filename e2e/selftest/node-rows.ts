import type { Lab } from "../lab/lab";
import { waitFor } from "../lab/wait-for";
import { type Cluster, isDone, isReady } from "../shared/cluster";
import type { Table } from "../shared/table";

interface NodeRun {
  readonly table: Table;
  readonly lab: Lab;
  readonly cluster: Cluster;
}

const namespace = "default";
const base = `/api/v1/namespaces/${namespace}`;

/** Behavior of the node agent. */
export async function nodeRows(table: Table, lab: Lab, cluster: Cluster): Promise<void> {
  const run: NodeRun = { table, lab, cluster };
  await createSettings(run);
  await variablesRow(run);
  await volumesRow(run);
  await isolationRow(run);
  await refusedRows(run);
  await restartRow(run);
  await probesRow(run);
  await deadlineRow(run);
  await deletionRow(run);
  await sidecarRow(run);
  await lab.api.delete(`${base}/pods`, { gracePeriodSeconds: 0 });
}

async function createSettings({ lab }: NodeRun): Promise<void> {
  await lab.api.post(`${base}/configmaps`, {
    metadata: { name: "settings" },
    data: { color: "blue", "app.conf": "a=1\n" },
  });
  await lab.api.post(`${base}/secrets`, {
    metadata: { name: "password" },
    stringData: { word: "open sesame" },
  });
}

/** The container `main`, which runs a shell script. */
function sh(script: string, more: object = {}): object {
  return { name: "main", image: "busybox", command: ["sh", "-c", script], ...more };
}

/** A pod that runs a script once. */
function once(script: string, container: object = {}, pod: object = {}): object {
  return { restartPolicy: "Never", containers: [sh(script, container)], ...pod };
}

/** Runs a pod to its end. @returns its phase and its log */
async function ends({ cluster }: NodeRun, name: string, spec: object): Promise<[string, string]> {
  const { phase } = await cluster.pod(namespace, name, spec, isDone);
  return [phase, await cluster.log(namespace, name)];
}

async function variablesRow(run: NodeRun): Promise<void> {
  const script = 'echo "$(id -u) $(id -g) $(id -G)"; echo "$COLOR $WORD $WHO"';
  const env = [
    { name: "COLOR", valueFrom: { configMapKeyRef: { name: "settings", key: "color" } } },
    { name: "WORD", valueFrom: { secretKeyRef: { name: "password", key: "word" } } },
    { name: "NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "WHO", value: "user-1234.$(NAMESPACE)" },
  ];
  const securityContext = { runAsUser: 1234, runAsGroup: 99, fsGroup: 77 };
  await run.table.row(
    "node: user, groups and expanded variables",
    ["Succeeded", "1234 99 99 77\nblue open sesame user-1234.default\n"],
    () => ends(run, "variables", once(script, { env }, { securityContext })),
  );
}

async function volumesRow(run: NodeRun): Promise<void> {
  const script =
    "touch /etc/x 2>/dev/null && echo writable; touch /data/x && stat -c %g /data/x; cat /conf/app.conf";
  const container = {
    securityContext: { readOnlyRootFilesystem: true },
    volumeMounts: [
      { name: "data", mountPath: "/data" },
      { name: "conf", mountPath: "/conf" },
    ],
  };
  const pod = {
    securityContext: { runAsUser: 1234, fsGroup: 77 },
    volumes: [
      { name: "data", emptyDir: {} },
      { name: "conf", configMap: { name: "settings" } },
    ],
  };
  await run.table.row(
    "node: read-only root, writable emptyDir of fsGroup, files of a ConfigMap",
    ["Succeeded", "77\na=1\n"],
    () => ends(run, "volumes", once(script, container, pod)),
  );
}

async function isolationRow(run: NodeRun): Promise<void> {
  const script = "echo $$$$; find /root /tmp -mindepth 1 | wc -l; grep CapEff /proc/self/status | cut -f2";
  const container = { securityContext: { capabilities: { drop: ["ALL"] } } };
  await run.table.row(
    "node: own processes, hidden homes, dropped capabilities",
    ["Succeeded", "1\n0\n0000000000000000\n"],
    () => ends(run, "isolation", once(script, container)),
  );
}

async function refusedRows({ table, cluster }: NodeRun): Promise<void> {
  await table.row("node: runAsNonRoot refuses root", "CreateContainerConfigError", async () => {
    const pod = once("id", {}, { securityContext: { runAsNonRoot: true } });
    const status = await cluster.pod(
      namespace,
      "root",
      pod,
      ({ containerStatuses }) =>
        ![undefined, "ContainerCreating"].includes(containerStatuses?.[0]?.state.waiting?.reason),
    );
    return status.containerStatuses?.[0]?.state.waiting?.reason;
  });
  await table.row("node: a command that doesn't exist", [128, "StartError"], async () => {
    const pod = {
      restartPolicy: "Never",
      containers: [{ name: "main", image: "busybox", command: ["no-such-program"] }],
    };
    const { containerStatuses } = await cluster.pod(namespace, "no-program", pod, isDone);
    const end = containerStatuses?.[0]?.state.terminated;
    return [end?.exitCode, end?.reason];
  });
}

async function restartRow({ table, cluster }: NodeRun): Promise<void> {
  const script =
    "if [ -e /keep/once ]; then echo -n done > /dev/termination-log; else touch /keep/once; exit 3; fi";
  const pod = {
    restartPolicy: "OnFailure",
    containers: [sh(script, { volumeMounts: [{ name: "keep", mountPath: "/keep" }] })],
    volumes: [{ name: "keep", emptyDir: {} }],
  };
  await table.row(
    "node: exit code, termination message, OnFailure restarts",
    [1, "Completed", "done"],
    async () => {
      const { containerStatuses } = await cluster.pod(namespace, "restarts", pod, isDone);
      const last = containerStatuses?.[0];
      return [last?.restartCount, last?.state.terminated?.reason, last?.state.terminated?.message];
    },
  );
}

async function probesRow({ table, lab, cluster }: NodeRun): Promise<void> {
  const probe = (command: string) => ({
    exec: { command: ["sh", "-c", command] },
    periodSeconds: 1,
    // A busy machine needs more than the default of one second for a command.
    timeoutSeconds: 300,
    failureThreshold: 1,
  });
  const pod = {
    terminationGracePeriodSeconds: 1,
    containers: [
      sh("sleep 1; touch /tmp/ready; sleep 3600", {
        readinessProbe: probe("test -e /tmp/ready"),
        livenessProbe: probe("test ! -e /tmp/dead"),
      }),
    ],
  };
  await table.row("node: readiness by exec, liveness restarts", [true, 1], async () => {
    const ready = isReady(await cluster.pod(namespace, "probes", pod, isReady));
    await lab.node.find(namespace, "probes")?.exec("main", ["touch", "/tmp/dead"]);
    const after = await cluster.podWhen(
      namespace,
      "probes",
      (status) => (status.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
    return [ready, after.containerStatuses?.[0]?.restartCount];
  });
}

async function deadlineRow({ table, cluster }: NodeRun): Promise<void> {
  await table.row("node: deadline ends a pod", ["Failed", "DeadlineExceeded"], async () => {
    const pod = once("sleep 300", {}, { activeDeadlineSeconds: 1, terminationGracePeriodSeconds: 1 });
    const { phase, reason } = await cluster.pod(namespace, "deadline", pod, isDone);
    return [phase, reason];
  });
}

async function deletionRow({ table, lab, cluster }: NodeRun): Promise<void> {
  const script = "trap 'echo -n bye; exit 0' TERM; touch /tmp/ready; while true; do sleep 0.1; done";
  const readinessProbe = {
    exec: { command: ["test", "-e", "/tmp/ready"] },
    periodSeconds: 1,
    timeoutSeconds: 300,
  };
  // A pod that ended only after its grace period would end the wait below with an error.
  const pod = { terminationGracePeriodSeconds: 3600, containers: [sh(script, { readinessProbe })] };
  await table.row("node: deletion sends TERM and waits for the end", "bye", async () => {
    await cluster.pod(namespace, "polite", pod, isReady);
    const following = cluster.log(namespace, "polite", "main", "&follow=true");
    await lab.api.delete(`${base}/pods/polite`);
    await waitFor("pod polite gone", async () =>
      (await cluster.refusal(() => lab.api.get(`${base}/pods/polite`))).startsWith("404") ? true : undefined,
    );
    return following;
  });
}

async function sidecarRow({ table, cluster }: NodeRun): Promise<void> {
  const serve = "while true; do echo up > /share/state; sleep 0.1; done";
  const mounts = { volumeMounts: [{ name: "share", mountPath: "/share" }] };
  const pod = {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: 1,
    initContainers: [{ ...sh(serve, mounts), name: "sidecar", restartPolicy: "Always" }],
    containers: [sh("while ! grep -q up /share/state; do sleep 0.1; done; echo served", mounts)],
    volumes: [{ name: "share", emptyDir: {} }],
  };
  await table.row("node: a sidecar ends after the main container", ["Succeeded", "served\n"], async () => {
    const { phase } = await cluster.pod(namespace, "sidecar", pod, isDone);
    return [phase, await cluster.log(namespace, "sidecar")];
  });
}
