import { controlPlaneNamespace } from "../../naming";
import { contains, linkLocal } from "../../values/address-range";
import { controlPlaneNamespaces } from "../../values/deploy-target";
import type { Draft, TeamEntry, Violation } from "../violation";
import { workflowsOf } from "./tenants";

type Destination = TeamEntry["egress"][number];

export function egressRules(draft: Draft): Violation[] {
  return Object.entries(draft.teams ?? {}).flatMap(([team, { egress }]) =>
    egress.flatMap((destination, index) =>
      violations(destination, draft).map(({ path, message }) => ({
        path: ["teams", team, "egress", index, ...path],
        message,
      })),
    ),
  );
}

function violations(destination: Destination, draft: Draft): Violation[] {
  return [...oneKind(destination), ...ranges(destination, draft), ...namespace(destination, draft)];
}

function oneKind({ cidrs, namespace, podLabels }: Destination): Violation[] {
  if (cidrs && namespace !== undefined)
    return [{ path: [], message: "has cidrs and namespace; make two entries of it" }];
  if (!cidrs && namespace === undefined)
    return [{ path: [], message: "has no destination; set cidrs or namespace" }];
  if (cidrs && podLabels)
    return [{ path: ["podLabels"], message: "has no effect with cidrs; set namespace, or remove it" }];
  return [];
}

function ranges({ cidrs = [], ports }: Destination, { network }: Draft): Violation[] {
  const metadata = cidrs.flatMap((range, index): Violation[] => {
    const message =
      "has link-local addresses only, such as the instance metadata service, which hands out the node's role; remove it";
    return contains(linkLocal, range) ? [{ path: ["cidrs", index], message }] : [];
  });
  const closed = network?.egressCidrs !== undefined || network?.proxy !== undefined;
  if (closed || cidrs.length === 0 || ports.some((port) => port !== 443)) return metadata;
  const message = "has no effect: workflow pods can call every address on port 443 already; remove the entry";
  return [...metadata, { path: ["ports"], message }];
}

/** Nothing in these namespaces accepts a call of a workflow pod. */
function namespace({ namespace: name }: Destination, draft: Draft): Violation[] {
  if (name === undefined) return [];
  const owner = name === controlPlaneNamespace ? "Argo itself" : workflowsOf(name, draft);
  if (owner !== undefined)
    return [
      {
        path: ["namespace"],
        message: `belongs to ${owner}, whose pods accept no such call; remove the entry`,
      },
    ];
  const cluster = name === "default" || name.startsWith("kube-") || controlPlaneNamespaces.includes(name);
  if (!cluster) return [];
  const message = "is a namespace of the cluster's own programs; name one of an application";
  return [{ path: ["namespace"], message }];
}
