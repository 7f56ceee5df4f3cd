import { archiveAuthorities } from "../../../config/naming";
import { block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type KubernetesObject, pairs } from "./objects";

/** Targets, artifact repositories and other ConfigMaps. */
export const configMaps: Explainer = ({ before, after }) =>
  pairs(before, after, "ConfigMap").flatMap(({ before: old, after: now, any }) => {
    if (old === undefined || now === undefined) return [];
    const [a, b] = [block(old.body.data), block(now.body.data)];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key) => {
      const [from, to] = [text(a[key]), text(b[key])];
      return from === to ? [] : [entry(any, key, from, to)];
    });
  });

function entry(
  map: KubernetesObject,
  key: string,
  from: string | undefined,
  to: string | undefined,
): Finding {
  const where = map.namespace;
  const target = /^demands\.(.*)$/.exec(key)?.[1];
  if (map.name === "argo-targets" && target !== undefined) return demands(map, target, json(from), json(to));
  if (map.name === "argo-targets" && key === "targets")
    return finding(
      "check",
      "Targets",
      map,
      say`Deploy steps of ${where} may use the targets ${(to ?? "").split(/[\s,]+/)} (before: ${(from ?? "").split(/[\s,]+/)}).`,
    );
  if (map.name === "artifact-repositories")
    return finding(
      "danger",
      "Access",
      map,
      say`Workflows of ${where} keep their artifacts elsewhere or with other rights: ${to ?? words("nowhere")} (before: ${from ?? words("nowhere")}).`,
    );
  if (map.name === archiveAuthorities.configMap)
    return finding(
      "danger",
      "Secrets",
      map,
      say`Argo trusts other authorities for the certificate of the archive's database.`,
    );
  if (map.name === "signing")
    return finding(
      "check",
      "Targets",
      map,
      say`The setting ${key} for signatures in ${where} becomes ${to ?? words("nothing")} (before: ${from ?? words("nothing")}).`,
    );
  return finding(
    "check",
    "Settings",
    map,
    say`${key} of ConfigMap ${`${where}/${map.name}`} becomes ${to ?? words("nothing")} (before: ${from ?? words("nothing")}).`,
  );
}

type Demands = Readonly<Record<string, unknown>> | undefined;

function demands(map: KubernetesObject, target: string, from: Demands, to: Demands): Finding {
  const people = (one: Demands) => Number(text(one?.approvals) ?? 0);
  const weaker =
    people(to) < people(from) ||
    (text(from?.signature) === "true" && text(to?.signature) !== "true") ||
    (from?.frozen !== undefined && to?.frozen === undefined) ||
    (texts(from?.repositories).length > 0 &&
      texts(to?.repositories).some((one) => !texts(from?.repositories).includes(one))) ||
    (texts(from?.repositories).length > 0 && texts(to?.repositories).length === 0);
  return finding(
    weaker ? "danger" : "check",
    "Targets",
    map,
    say`Deployments of ${map.namespace} to ${target} demand ${demanded(to)} (before: ${demanded(from)}).`,
  );
}

function demanded(one: Demands): Sentence {
  if (one === undefined) return words("nothing");
  const parts = [
    ...(Number(text(one.approvals) ?? 0) > 0
      ? [say`${Number(text(one.approvals))} approvals by ${texts(one.groups)}`]
      : []),
    ...(text(one.signature) === "true" ? [words("a signature")] : []),
    ...(texts(one.repositories).length > 0 ? [say`a build from ${texts(one.repositories)}`] : []),
    ...(one.frozen === undefined
      ? []
      : [say`that nothing is deployed (frozen: ${JSON.stringify(one.frozen)})`]),
  ];
  return parts.length === 0
    ? words("nothing")
    : { parts: parts.flatMap(({ parts: own }, index) => (index === 0 ? own : [" and ", ...own])) };
}

function json(source: string | undefined): Demands {
  if (source === undefined) return undefined;
  try {
    return block(JSON.parse(source));
  } catch {
    return { approvals: 0 };
  }
}
