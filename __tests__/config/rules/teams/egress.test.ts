import { complaints, edited, type Edits } from "../../../fixtures/environment-file";

const complaintsWith = (destination: string, edits: Edits = {}) =>
  complaints(edited({ "teams.backend.egress": `[${destination}]`, ...edits }));
const where = "teams.backend.egress[0]";

describe("egress", () => {
  it.each([
    ["a database", "{ cidrs: [10.2.0.0/24], ports: [5432] }"],
    ["brokers in the cluster", "{ namespace: kafka, podLabels: { app: broker }, ports: [9092, 443] }"],
    ["a push gateway next to Prometheus", "{ namespace: monitoring, ports: [9091] }"],
    ["every address on a port", "{ cidrs: [0.0.0.0/0], ports: [22] }"],
  ])("can be %s", (_, destination) => expect(complaintsWith(destination)).toEqual([]));

  it.each([
    ["without a destination", "{ ports: [22] }", ": a map has no destination; set cidrs or namespace"],
    [
      "with two destinations",
      "{ cidrs: [10.2.0.0/24], namespace: kafka, ports: [22] }",
      ": a map has cidrs and namespace; make two entries of it",
    ],
    [
      "with labels of addresses",
      "{ cidrs: [10.2.0.0/24], podLabels: { a: b }, ports: [22] }",
      ".podLabels: a map has no effect with cidrs; set namespace, or remove it",
    ],
    [
      "to the instance metadata",
      "{ cidrs: [169.254.169.254/32], ports: [80] }",
      '.cidrs[0]: "169.254.169.254/32" has link-local addresses only, such as the instance metadata service, which hands out the node\'s role; remove it',
    ],
    [
      "to what is open already",
      "{ cidrs: [192.0.2.0/24], ports: [443] }",
      ".ports: a list has no effect: workflow pods can call every address on port 443 already; remove the entry",
    ],
    [
      "to Argo",
      "{ namespace: argo, ports: [2746] }",
      '.namespace: "argo" belongs to Argo itself, whose pods accept no such call; remove the entry',
    ],
    [
      "to a team",
      "{ namespace: team-backend, ports: [80] }",
      '.namespace: "team-backend" belongs to team backend, whose pods accept no such call; remove the entry',
    ],
    [
      "to programs of the cluster",
      "{ namespace: kube-system, ports: [9153] }",
      '.namespace: "kube-system" is a namespace of the cluster\'s own programs; name one of an application',
    ],
    [
      "to a program that controls the cluster",
      "{ namespace: argocd, ports: [8080] }",
      '.namespace: "argocd" is a namespace of the cluster\'s own programs; name one of an application',
    ],
  ])("is refused %s", (_, destination, complaint) =>
    expect(complaintsWith(destination)).toEqual([`${where}${complaint}`]),
  );

  it("can be a range on port 443 where the environment lists what is open", () =>
    expect(
      complaintsWith("{ cidrs: [192.0.2.0/24], ports: [443] }", { "network.egressCidrs": "[]" }),
    ).toEqual([]));
});
