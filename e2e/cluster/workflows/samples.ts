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

/** Ends at once. */
export function brief(name: string): object {
  return workflow(name, { container: shell("true") });
}

/** Ends with an exit code of its own. */
export function failing(name: string): object {
  return workflow(name, { container: shell("exit 3") });
}

/** Stores an artifact under this key, whatever team the key belongs to. */
export function writer(name: string, key: string): object {
  return workflow(name, {
    container: shell("echo taken over > /tmp/file"),
    outputs: { artifacts: [{ name: "file", path: "/tmp/file", s3: { key }, archive: { none: {} } }] },
  });
}

/** Stores an artifact in the team's repository and has it deleted when the workflow has ended. */
export function leaver(name: string): object {
  const outputs = { artifacts: [{ name: "file", path: "/tmp/file", archive: { none: {} } }] };
  return workflow(
    name,
    { container: shell("echo here > /tmp/file"), outputs },
    { artifactGC: { strategy: "OnWorkflowCompletion" } },
  );
}

/** Requests more than Pod Security allows. It sets both fields, because our default sets the second to false. */
export function privileged(name: string): object {
  return workflow(name, {
    container: shell("id", { securityContext: { privileged: true, allowPrivilegeEscalation: true } }),
  });
}

/** Requests `cpu` for each of its three containers. The main container's defaults don't apply to sidecars. */
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
