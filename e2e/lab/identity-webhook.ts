import { readFileSync } from "node:fs";
import https from "node:https";
import { freePort } from "./free-port";
import type { KubernetesApi } from "./kubernetes-api";
import type { Container, Pod, Volume } from "./node-agent/pod";
import type { Pki } from "./pki";

/** The AWS settings that pods get. */
export interface AwsForPods {
  readonly region: string;
  /** Variables that direct an SDK to the emulator. */
  readonly endpointVariables: Readonly<Record<string, string>>;
}

const roleAnnotation = "eks.amazonaws.com/role-arn";
const volumeName = "aws-iam-token";
const mountPath = "/var/run/secrets/eks.amazonaws.com/serviceaccount";

interface Review {
  readonly request: { readonly uid: string; readonly namespace: string; readonly object: Pod };
}

/**
 * What EKS' Pod identity webhook does to a pod whose service account names a role: a projected token for STS and
 * the variables that every AWS SDK reads (aws/amazon-eks-pod-identity-webhook, pkg/handler). The lab adds
 * the variables of the emulator. Returns the JSON patch.
 */
export function identityPatch(pod: Pod, roleArn: string, aws: AwsForPods): object[] {
  const variables = [
    { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
    { name: "AWS_DEFAULT_REGION", value: aws.region },
    { name: "AWS_REGION", value: aws.region },
    { name: "AWS_ROLE_ARN", value: roleArn },
    { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${mountPath}/token` },
    ...Object.entries(aws.endpointVariables).map(([name, value]) => ({ name, value })),
  ];
  const complete = (container: Container): Container => {
    const own = new Set((container.env ?? []).map(({ name }) => name));
    return {
      ...container,
      env: [...(container.env ?? []), ...variables.filter(({ name }) => !own.has(name))],
      volumeMounts: [...(container.volumeMounts ?? []), { name: volumeName, mountPath, readOnly: true }],
    };
  };
  const token = { audience: "sts.amazonaws.com", expirationSeconds: 86400, path: "token" };
  const volume: Volume = { name: volumeName, projected: { sources: [{ serviceAccountToken: token }] } };
  const { initContainers, containers, volumes = [] } = pod.spec;
  const add = (path: string, value: unknown) => ({ op: "add", path: `/spec/${path}`, value });
  return [
    add("volumes", [...volumes, volume]),
    add("containers", containers.map(complete)),
    ...(initContainers === undefined ? [] : [add("initContainers", initContainers.map(complete))]),
  ];
}

/** A pod's spec as it was before the webhook gave it a role. */
export function withoutIdentity(spec: Pod["spec"]): Pod["spec"] {
  const others = <Named extends { readonly name: string }>(list: readonly Named[] = []): Named[] =>
    list.filter(({ name }) => name !== volumeName);
  const bare = (container: Container): Container => ({
    ...container,
    volumeMounts: others(container.volumeMounts),
  });
  return {
    ...spec,
    volumes: others(spec.volumes),
    containers: spec.containers.map(bare),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(bare) }),
  };
}

/** Serves the webhook on 127.0.0.1 and registers it with the API server; returns a function that closes it. */
export async function startIdentityWebhook(
  api: KubernetesApi,
  pki: Pki,
  aws: AwsForPods,
): Promise<() => void> {
  const files = pki.issue("identity-webhook", {
    commonName: "pod-identity-webhook",
    subjectAltNames: ["IP:127.0.0.1"],
  });
  const options = { cert: readFileSync(files.certificate), key: readFileSync(files.key) };
  const server = https.createServer(options, (request, response) => {
    void (async () => {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      const { request: asked } = JSON.parse(text) as Review;
      const role = await roleOf(api, asked.namespace, asked.object.spec.serviceAccountName ?? "default");
      const patch = role === undefined ? [] : identityPatch(asked.object, role, aws);
      const encoded = Buffer.from(JSON.stringify(patch)).toString("base64");
      const answer = {
        uid: asked.uid,
        allowed: true,
        ...(patch.length > 0 && { patchType: "JSONPatch", patch: encoded }),
      };
      response.setHeader("Content-Type", "application/json");
      response.end(
        JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: answer }),
      );
    })().catch((error: unknown) => {
      response.writeHead(500);
      response.end((error as Error).message);
    });
  });
  // Node closes an idle connection after 5 seconds, but a client in Go keeps it for 90 and may write to it.
  server.keepAliveTimeout = 0;
  const port = await freePort();
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(port, "127.0.0.1", resolve),
  );
  await api.apply({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "pod-identity-webhook" },
    webhooks: [
      {
        name: "pod-identity-webhook.amazonaws.com",
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        // EKS uses Ignore; here a pod without its role would fail later and with a less clear error.
        failurePolicy: "Fail",
        clientConfig: {
          url: `https://127.0.0.1:${port}/mutate`,
          caBundle: Buffer.from(pki.authorityPem).toString("base64"),
        },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
    ],
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function roleOf(api: KubernetesApi, namespace: string, account: string): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}`;
  const found = await api.get<{ metadata: { annotations?: Record<string, string> } }>(path);
  return found.metadata.annotations?.[roleAnnotation];
}
