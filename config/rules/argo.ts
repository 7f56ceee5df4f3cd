import type { Draft, Violation } from "./violation";

const programs = ["controller", "server"] as const;

export function argoRules(draft: Draft): Violation[] {
  return programs.flatMap((program) => [...proxy(program, draft), ...ownLabels(program, draft)]);
}

/** Argo's programs call the API server through the proxy too, unless NO_PROXY has its address (Go: net/http, ProxyFromEnvironment). */
function proxy(program: (typeof programs)[number], { argo, cluster, network }: Draft): Violation[] {
  const given = argo?.values[program].extraEnv ?? [];
  const names = given.map(({ name }) => name);
  const path = ["argo", "values", program, "extraEnv"];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return [{ path, message: `has ${twice} twice; keep one of them` }];
  const known = names.find((name) => name.endsWith("_PROXY"));
  if (network?.proxy !== undefined && known !== undefined)
    return [{ path, message: `has ${known}, which network.proxy sets; remove it` }];
  if (!names.some((name) => name === "HTTPS_PROXY" || name === "HTTP_PROXY") || !cluster) return [];
  const direct = given.find(({ name }) => name === "NO_PROXY")?.value.split(",") ?? [];
  const missing = [cluster.serviceCidr, ".svc", "169.254.170.23"].filter((each) => !direct.includes(each));
  if (missing.length === 0) return [];
  const message = `sends calls of the API server and of AWS' agents to the proxy; add ${missing.join(",")} to NO_PROXY`;
  return [{ path, message }];
}

/** Network policies and services find the pods by these. */
function ownLabels(program: (typeof programs)[number], { argo }: Draft): Violation[] {
  return Object.keys(argo?.values[program].podLabels ?? {})
    .filter((key) => /^(app\.kubernetes\.io|helm\.sh|aws-argo-infra)\//.test(key) || !key.includes("/"))
    .map((key) => ({
      path: ["argo", "values", program, "podLabels", key],
      message:
        "is a label that the chart may set; use one with a prefix of your own, such as example.com/team",
    }));
}
