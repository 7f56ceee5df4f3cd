/** Something in the lab that is not the real thing. */
export interface StandIn {
  readonly of: string;
  readonly by: string;
  /** What therefore can't be shown here. */
  readonly differs: string;
}

/** Everything in the lab that stands in for something; each run prints it. */
export const standIns: readonly StandIn[] = [
  {
    of: "kubelet and containerd",
    by: "the node agent and lab-container",
    differs:
      "no exec, attach or port-forward, lifecycle hooks, PersistentVolumes, hostPath, image volumes, shared process namespace; mounted ConfigMaps and tokens are not refreshed; a failed container restarts after 1 s, not 10",
  },
  {
    of: "cgroups and seccomp",
    by: "nothing",
    differs: "limits are admitted and scheduled, not enforced; seccomp profiles are admitted only",
  },
  {
    of: "the VPC CNI and kube-proxy",
    by: "the host's loopback network",
    differs: "NetworkPolicies are not enforced, Services route nowhere, pods share ports",
  },
  {
    of: "container images",
    by: "the host's root file system, read-only, with homes and temporary folders hidden",
    differs:
      "a container finds the host's programs, runs as root unless told otherwise, and has no entrypoint",
  },
  {
    of: "Argo's Deployments",
    by: "processes with their service accounts' tokens",
    differs: "each controller reads a copy of its ConfigMap with a metrics port of its own",
  },
  {
    of: "AWS (S3, STS, IAM)",
    by: "moto, with the lab's own judgment of identity and trust policies",
    differs:
      "bucket and key policies and permissions boundaries are not evaluated; every request counts as one over TLS",
  },
  {
    of: "EKS' Pod identity webhook",
    by: "a webhook that makes the same patch",
    differs:
      "it adds AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS, and fails pods where EKS' would let them pass",
  },
  {
    of: "Aurora PostgreSQL",
    by: "PostgreSQL of the system, over TLS",
    differs: "members of rds_iam are let in whatever their token says, no failover",
  },
  { of: "argo-server's pages", by: "a placeholder", differs: "the API only" },
];

/** The table as lines of text. */
export function standInLines(): string[] {
  const width = Math.max(...standIns.map((each) => each.of.length));
  return standIns.map(({ of, by, differs }) => `${of.padEnd(width)}  ${by}: ${differs}`);
}
