/** A template that runs a shell script. */
function shell(name: string, script: string, more: object = {}): object {
  return { name, container: { image: "busybox", command: ["sh", "-c", script] }, ...more };
}

const workflow = (name: string, spec: object): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: { name },
  spec,
});

/** A DAG: one task has a parameter and an artifact as outputs, the next uses both; a condition skips a third. */
export function pipeline(name: string): object {
  const from = "{{tasks.produce.outputs.artifacts.message}}";
  const produce = 'echo -n 42 > /tmp/number; echo "hello from $HOSTNAME" > /tmp/message; id -u';
  const consume = [
    'echo "number $NUMBER"',
    "cat /tmp/in/message",
    // User code must have no Kubernetes token.
    "test ! -e /var/run/secrets/kubernetes.io && echo no token",
  ].join(" && ");
  return workflow(name, {
    entrypoint: "main",
    volumes: [{ name: "tmp", emptyDir: {} }],
    templates: [
      {
        name: "main",
        dag: {
          tasks: [
            { name: "produce", template: "produce" },
            {
              name: "consume",
              template: "consume",
              depends: "produce",
              when: "{{tasks.produce.outputs.parameters.number}} == 42",
              arguments: {
                parameters: [{ name: "number", value: "{{tasks.produce.outputs.parameters.number}}" }],
                artifacts: [{ name: "message", from }],
              },
            },
            {
              name: "skipped",
              template: "produce",
              depends: "produce",
              when: "{{tasks.produce.outputs.parameters.number}} != 42",
            },
          ],
        },
      },
      shell("produce", produce, {
        outputs: {
          parameters: [{ name: "number", valueFrom: { path: "/tmp/number" } }],
          artifacts: [{ name: "message", path: "/tmp/message", archive: { none: {} } }],
        },
      }),
      {
        name: "consume",
        inputs: {
          parameters: [{ name: "number" }],
          artifacts: [{ name: "message", path: "/tmp/in/message" }],
        },
        container: {
          image: "busybox",
          command: ["sh", "-c", consume],
          env: [{ name: "NUMBER", value: "{{inputs.parameters.number}}" }],
        },
      },
    ],
  });
}

/** Reads one object of the bucket by its key, whatever team it belongs to. */
export function reader(name: string, key: string): object {
  const artifact = { name: "file", path: "/tmp/in/file", s3: { key } };
  return workflow(name, {
    entrypoint: "main",
    templates: [shell("main", "cat /tmp/in/file", { inputs: { artifacts: [artifact] } })],
  });
}

/** A shell command that ends once `Cluster.release` was called for its pod, however fast the machine is. */
export const untilReleased = "until [ -e /tmp/released ]; do sleep 0.2; done; echo done";

/** Runs one pod until it is released. */
export function held(name: string, more: object = {}): object {
  return workflow(name, { entrypoint: "main", templates: [shell("main", untilReleased, more)] });
}

/**
 * The same, with a retry for a pod that is lost. (Argo 4.1.4 runs a pod whose results were not complete again as the
 * same try, so that `retries` stays 0.)
 */
export function heldWithRetries(name: string): object {
  const backoff = { duration: "1s", factor: "2", maxDuration: "1m" };
  return held(name, { retryStrategy: { limit: "2", retryPolicy: "OnError", backoff } });
}
