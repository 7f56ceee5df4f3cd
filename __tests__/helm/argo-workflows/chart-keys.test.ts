import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { argoRelease, inClusterUrl, serverPort } from "../../../config/naming";
import { controlPlanePods } from "../../../config/naming";
import { valuesOf } from "../../fixtures/chart-values";
import { existingDatabase } from "../../fixtures/existing-database";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment, exampleEnvironments } from "../../fixtures/synthesis";

type Keys = Record<string, string>;
interface ChartKeys {
  readonly chart: { readonly keys: Keys };
  readonly chartSince2: { readonly keys: Keys };
  readonly configuration: { readonly keys: Keys };
  readonly rendered: {
    readonly names: Record<string, string | number>;
    readonly pods: Record<string, string>;
  };
}

const list = parse(readFileSync("helm/argo-workflows/chart-keys.yaml", "utf8")) as ChartKeys;
const known: Keys = { ...list.chart.keys, ...list.configuration.keys };
const claims = {
  sso: { issuer: "https://login.example.com", groupsClaim: "roles", adminGroups: ["platform"] },
};
const environments = [
  ...exampleEnvironments(),
  fullEnvironment(),
  fullEnvironment({ login: claims }, "with-a-claim"),
  fullEnvironment({ network: { proxy: { url: "http://10.0.0.1:3128" } } }, "behind-a-proxy"),
  environment({ archive: existingDatabase }, "with-a-database"),
];

/** Every key that isn't a map, with its type; a key that the list calls `kubernetes` isn't looked into. */
function keysOf(value: unknown, keys: Keys, path = ""): [string, string][] {
  if (keys[path] === "kubernetes") return [[path, "kubernetes"]];
  if (Array.isArray(value)) return [[path, "list"]];
  if (typeof value !== "object" || value === null) return [[path, value === null ? "null" : typeof value]];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, keys, path ? `${path}.${key}` : key));
}

function mistakes(values: unknown, keys: Keys): string[] {
  return keysOf(values, keys)
    .filter(([path, type]) => keys[path] !== type)
    .map(([path, type]) => `${path}: ${type}, the list says ${keys[path] ?? "nothing"}`);
}

describe("The list of the chart's keys", () => {
  it.each(environments.map((one) => [one.name, one] as const))(
    "has every key that %s sets, with its type",
    (_, one) => {
      expect(mistakes(valuesOf(one), { ...known, ...list.chartSince2.keys })).toEqual([]);
      expect(mistakes(valuesOf(one, "1.0.18"), known)).toEqual([]);
    },
  );

  it("has no key that isn't set", () => {
    const all = { ...known, ...list.chartSince2.keys };
    const set = new Set(environments.flatMap((one) => keysOf(valuesOf(one), all).map(([path]) => path)));
    expect(Object.keys(all).filter((path) => !set.has(path))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a misspelt key", { controller: { replica: 2 } }, "controller.replica: number, the list says nothing"],
    [
      "a port that is text",
      { controller: { persistence: { postgresql: { port: "5432" } } } },
      "controller.persistence.postgresql.port: string, the list says number",
    ],
    ["null", { server: { replicas: null } }, "server.replicas: null, the list says number"],
    [
      "a key that Argo doesn't know",
      { controller: { workflowDefaults: { spec: { podSecurityContext: { runAsNonRoot: true } } } } },
      "controller.workflowDefaults.spec.podSecurityContext.runAsNonRoot: boolean, the list says nothing",
    ],
  ])("finds %s", (_, values, mistake) => expect(mistakes(values, known)).toEqual([mistake]));

  it("agrees with the names that other stacks and policies use", () => {
    expect(controlPlanePods).toMatchObject(list.rendered.pods);
    expect(inClusterUrl).toBe(`http://${list.rendered.names.serverService}.argo.svc.cluster.local:2746`);
    expect(serverPort).toBe(list.rendered.names.serverPort);
    expect(list.rendered.names.serverService).toBe(`${argoRelease}-server`);
  });
});
