const workflow = (name: string, template: object, more: object = {}): object => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: { name },
  spec: { entrypoint: "main", templates: [{ name: "main", ...template }], ...more },
});
const shell = (script: string, more: object = {}): object => ({
  image: "busybox",
  command: ["sh", "-c", script],
  ...more,
});

/** Runs for some seconds. */
export function sleeper(name: string, seconds: number): object {
  return workflow(name, { container: shell(`sleep ${seconds}`) });
}

/** Ends with an exit code of its own. */
export function failing(name: string): object {
  return workflow(name, { container: shell("exit 3") });
}

/** Leaves an artifact under a key of its own choice, whatever team the key belongs to. */
export function writer(name: string, key: string): object {
  return workflow(name, {
    container: shell("echo taken over > /tmp/file"),
    outputs: { artifacts: [{ name: "file", path: "/tmp/file", s3: { key }, archive: { none: {} } }] },
  });
}

/** Leaves an artifact in the team's repository, to be deleted when the workflow has ended. */
export function leaver(name: string): object {
  const outputs = { artifacts: [{ name: "file", path: "/tmp/file", archive: { none: {} } }] };
  return workflow(
    name,
    { container: shell("echo here > /tmp/file"), outputs },
    { artifactGC: { strategy: "OnWorkflowCompletion" } },
  );
}

/** Asks for more rights than a namespace for workflows gives; both words, as our default says no to the second. */
export function privileged(name: string): object {
  return workflow(name, {
    container: shell("id", { securityContext: { privileged: true, allowPrivilegeEscalation: true } }),
  });
}

/** Wants `cpu` for each of its three containers. Sidecars get none of the main container's defaults. */
export function greedy(name: string, cpu: string): object {
  const resources = { limits: { cpu, memory: "256Mi" } };
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  return workflow(name, {
    container: shell("true", { resources }),
    sidecars: ["one", "two"].map((sidecar) => ({
      name: sidecar,
      ...shell("sleep 1", { resources, securityContext }),
    })),
  });
}
