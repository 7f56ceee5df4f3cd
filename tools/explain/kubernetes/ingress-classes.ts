import { block, text } from "../change";
import { type Explainer, finding } from "../estate";
import { say, words } from "../sentence";
import { pairs } from "./objects";

/** Settings of an ingress class win over those of the ingress itself. */
export const ingressClasses: Explainer = ({ before, after }) =>
  pairs(before, after, "IngressClassParams").flatMap(({ before: old, after: now, any }) => {
    if (JSON.stringify(old?.body.spec) === JSON.stringify(now?.body.spec)) return [];
    if (now === undefined)
      return [
        finding(
          "check",
          "Network",
          any,
          say`Ingress class ${any.name} loses its settings: load balancers of others may join its group.`,
        ),
      ];
    const spec = block(now.body.spec);
    const others = Object.keys(spec).filter((key) => key !== "group" && key !== "namespaceSelector");
    const isOpen = others.length > 0 || spec.namespaceSelector === undefined;
    return [
      finding(
        isOpen ? "danger" : "check",
        "Network",
        any,
        say`Ingress class ${any.name} has group ${text(block(spec.group).name) ?? words("none")}${spec.namespaceSelector === undefined ? words(", for ingresses of every namespace") : words("")}${others.length === 0 ? words("") : say`, and its own ${others}, which win over the ingress`}.`,
      ),
    ];
  });
