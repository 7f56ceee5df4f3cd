/** Something in the lab that replaces the real thing. */
export interface StandIn {
  readonly of: string;
  readonly by: string;
  /** The difference, which the lab therefore can't test. */
  readonly differs: string;
}

/** All stand-ins of the lab; each run prints them. */
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
    of: "custom resource definitions",
    by: "the same, without the descriptions of their fields",
    differs: "kubectl explain has no texts",
  },
  {
    of: "AWS (S3, STS, IAM)",
    by: "moto, with the lab's own evaluation of identity and trust policies",
    differs:
      "bucket and key policies and permissions boundaries are not evaluated; every request counts as one over TLS",
  },
  {
    of: "EKS' Pod identity webhook",
    by: "a webhook that makes the same patch",
    differs:
      "it adds AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS, and refuses pods that EKS' webhook would admit without a role",
  },
  {
    of: "Aurora PostgreSQL",
    by: "the system's PostgreSQL, over TLS",
    differs: "members of rds_iam log in with any token; no failover",
  },
  { of: "argo-server's pages", by: "a placeholder", differs: "the API only" },
];

/** The table as lines of text. */
export function standInLines(): string[] {
  const width = Math.max(...standIns.map((each) => each.of.length));
  return standIns.map(({ of, by, differs }) => `${of.padEnd(width)}  ${by}: ${differs}`);
}
