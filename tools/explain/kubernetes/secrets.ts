import { block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { say, words } from "../sentence";
import { type KubernetesObject, list, pairs } from "./objects";

/** Secrets that External Secrets copies, and secrets whose value is in the plan. */
export const secrets: Explainer = ({ before, after }) => [
  ...pairs(before, after, "ExternalSecret").flatMap(({ before: old, after: now, any }) => {
    const [from, to] = [remotes(old), remotes(now)];
    const [come, gone] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
    const store = (object: KubernetesObject | undefined) =>
      JSON.stringify(block(object?.body.spec).secretStoreRef);
    return [
      ...(come.length === 0
        ? []
        : [
            finding(
              "check",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} now holds ${come}, from outside of the cluster.`,
            ),
          ]),
      ...(gone.length === 0
        ? []
        : [
            finding(
              "check",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} no longer holds ${gone}.`,
            ),
          ]),
      ...(old !== undefined && now !== undefined && store(old) !== store(now)
        ? [
            finding(
              "danger",
              "Secrets",
              any,
              say`Secret ${any.name} in ${any.namespace} is read through another store.`,
            ),
          ]
        : []),
    ];
  }),
  ...["SecretStore", "ClusterSecretStore"].flatMap((kind) =>
    pairs(before, after, kind).flatMap(({ before: old, after: now, any }) => {
      if (now === undefined || JSON.stringify(old?.body.spec) === JSON.stringify(now.body.spec)) return [];
      const spaces = list(block(now.body.spec).conditions).flatMap(({ namespaces }) => texts(namespaces));
      const isOpen = kind === "ClusterSecretStore" && spaces.length === 0;
      return [
        finding(
          isOpen || old !== undefined ? "danger" : "check",
          "Secrets",
          any,
          say`Secret store ${any.name} ${words(old === undefined ? "is new" : "changes")}: it serves ${isOpen ? words("every namespace") : spaces.length > 0 ? say`${spaces}` : say`${any.namespace}`}.`,
        ),
      ];
    }),
  ),
  ...pairs(before, after, "Secret").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined)
      return [finding("check", "Secrets", any, say`Secret ${`${any.namespace}/${any.name}`} is removed.`)];
    const isToken = text(now.body.type) === "kubernetes.io/service-account-token";
    const hasData =
      Object.keys(block(now.body.data)).length + Object.keys(block(now.body.stringData)).length > 0;
    if (old === undefined)
      return [
        isToken && !hasData
          ? finding(
              "check",
              "Secrets",
              any,
              say`A long-lived token of service account ${`${any.namespace}/${now.annotations["kubernetes.io/service-account.name"] ?? "?"}`} is created.`,
            )
          : finding(
              "danger",
              "Secrets",
              any,
              say`Secret ${`${any.namespace}/${any.name}`} is created by Terraform: its value is in the state.`,
            ),
      ];
    return JSON.stringify(old.body) === JSON.stringify(now.body)
      ? []
      : [finding("check", "Secrets", any, say`Secret ${`${any.namespace}/${any.name}`} changes.`)];
  }),
];

function remotes(object: KubernetesObject | undefined): string[] {
  const spec = block(object?.body.spec);
  return [
    ...list(spec.data).map(({ remoteRef }) => {
      const { key, property } = block(remoteRef);
      return `${text(key) ?? "?"}${text(property) === undefined ? "" : ` (${text(property) ?? ""})`}`;
    }),
    ...list(spec.dataFrom).map(({ extract, sourceRef }) => {
      const generator = block(block(sourceRef).generatorRef);
      return (
        text(block(extract).key) ?? `what ${text(generator.kind) ?? "?"} ${text(generator.name) ?? "?"} makes`
      );
    }),
  ];
}

/** Tokens of GitHub Apps that External Secrets asks for. */
export const gitTokens: Explainer = ({ before, after }) =>
  pairs(before, after, "GithubAccessToken").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined)
      return [
        finding("check", "Secrets", any, say`The token ${any.name} of a GitHub App is no longer made.`),
      ];
    if (JSON.stringify(old?.body.spec) === JSON.stringify(now.body.spec)) return [];
    const spec = block(now.body.spec);
    const permissions = Object.entries(block(spec.permissions)).map(
      ([name, level]) => `${name}: ${text(level) ?? "?"}`,
    );
    const isNarrow = permissions.join() === "contents: read" && texts(spec.repositories).length > 0;
    return [
      finding(
        isNarrow ? "check" : "danger",
        "Secrets",
        any,
        say`The token ${any.name} of GitHub App ${text(spec.appID) ?? "?"} gives ${permissions.length === 0 ? words("every right of the App") : say`${permissions}`} in ${texts(spec.repositories).length === 0 ? words("every repository of its installation") : say`${texts(spec.repositories)}`}.`,
      ),
    ];
  });
