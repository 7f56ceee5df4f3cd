import { executorContainers, executorTokenPatch, executorTokenVolume } from "../../config/executor-token";

interface Mounting {
  readonly name: string;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

describe("executorTokenPatch", () => {
  const { initContainers, containers, volumes } = JSON.parse(executorTokenPatch) as {
    initContainers: Mounting[];
    containers: Mounting[];
    volumes: { name: string; projected: { sources: { serviceAccountToken?: Record<string, unknown> }[] } }[];
  };

  it("mounts the token into Argo's own containers, where they look for it, and into no other", () => {
    expect([...initContainers, ...containers].map(({ name }) => name)).toEqual([...executorContainers]);
    for (const { volumeMounts } of [...initContainers, ...containers])
      expect(volumeMounts).toEqual([
        {
          name: executorTokenVolume,
          mountPath: "/var/run/secrets/kubernetes.io/serviceaccount",
          readOnly: true,
        },
      ]);
  });

  it("asks for a token of an hour that the API server doesn't extend to a year", () => {
    const [volume] = volumes;
    const [source] = volume?.projected.sources ?? [];
    expect(volume?.name).toBe(executorTokenVolume);
    expect(source?.serviceAccountToken).toEqual({ path: "token", expirationSeconds: 3600 });
  });

  it("holds nothing that Argo or Terraform would replace", () => {
    expect(executorTokenPatch).not.toMatch(/\{\{|\$\{|%\{/);
  });
});
