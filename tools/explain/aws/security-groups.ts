import { type Attributes, blocks, isUnknown, text, texts } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { say, words } from "../sentence";

/** Security groups: who reaches the database. */
export const securityGroups: Explainer = (estate) => [
  ...changed(estate, "aws_vpc_security_group_ingress_rule").flatMap((change) => {
    const [old, now] = [ruleOf(change.before), ruleOf(change.after)];
    if (old?.text === now?.text) return [];
    return [
      ...(now === undefined
        ? []
        : [
            finding(
              now.isOpen ? "danger" : "check",
              "Network",
              change,
              say`${now.isOpen ? words("Everybody in the world") : say`${now.from}`} may now connect to port ${now.port} of the database.`,
            ),
          ]),
      ...(old === undefined
        ? []
        : [
            finding(
              "note",
              "Network",
              change,
              say`${old.from} may no longer connect to port ${old.port} of the database.`,
            ),
          ]),
    ];
  }),
  ...changed(estate, "aws_security_group").flatMap((change) => {
    const inline = [...blocks(change.after?.ingress), ...blocks(change.after?.egress)];
    const before = [...blocks(change.before?.ingress), ...blocks(change.before?.egress)];
    return inline.length > before.length
      ? [
          finding(
            "danger",
            "Network",
            change,
            say`Security group ${change.name} gets rules of its own: ${JSON.stringify(inline)}.`,
          ),
        ]
      : [];
  }),
];

function ruleOf(attributes: Attributes | undefined) {
  if (attributes === undefined) return undefined;
  const from = [
    ...texts(attributes.cidr_ipv4),
    ...texts(attributes.cidr_ipv6),
    ...texts(attributes.referenced_security_group_id),
    ...texts(attributes.prefix_list_id),
  ].join(", ");
  const [first, last] = [text(attributes.from_port), text(attributes.to_port)];
  const port =
    text(attributes.ip_protocol) === "-1"
      ? "any"
      : `${first ?? "?"}${first === last ? "" : `-${last ?? "?"}`}`;
  const source =
    from === "" && isUnknown(attributes.referenced_security_group_id) ? "(known after apply)" : from;
  return { from: source, port, isOpen: /(^|, )(0\.0\.0\.0\/0|::\/0)/.test(from), text: `${source} ${port}` };
}
