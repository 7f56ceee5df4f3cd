import type { z } from "zod";
import type { GuardPolicyName } from "./guard-policies";
import { account } from "./schema/account";
import { archive } from "./schema/archive";
import { argo } from "./schema/argo";
import { artifacts } from "./schema/artifacts";
import { backstage } from "./schema/backstage";
import { certificateArn } from "./schema/certificate-arn";
import { cluster } from "./schema/cluster";
import { controller } from "./schema/controller";
import { deploy } from "./schema/deploy";
import { domain } from "./schema/domain";
import { executor } from "./schema/executor";
import { section } from "./schema/fields/basic";
import { guard } from "./schema/guard";
import { iam } from "./schema/iam";
import { images } from "./schema/images";
import { ingress } from "./schema/ingress";
import { login } from "./schema/login";
import { monitoring } from "./schema/monitoring";
import { network } from "./schema/network";
import { region } from "./schema/region";
import { scheduling } from "./schema/scheduling";
import { server } from "./schema/server";
import { state } from "./schema/state";
import { tags } from "./schema/tags";
import { targets } from "./schema/targets";
import { type team, teams } from "./schema/teams";
import { tokens } from "./schema/tokens";
import { workflows } from "./schema/workflows";
import type { ContainerSizes, DiskSizes } from "./values/container-sizes";
import type { DeployTarget } from "./values/deploy-target";
import type { Partition } from "./values/partition";

/** The environment file as you write it. The name of the file is the name of the environment. */
export const environmentFile = section({
  account,
  region,
  tags,
  state,
  deploy,
  iam,
  cluster,
  network,
  domain,
  certificateArn,
  artifacts,
  archive,
  controller,
  server,
  executor,
  argo,
  login,
  tokens,
  ingress,
  workflows,
  scheduling,
  images,
  backstage,
  monitoring,
  guard,
  targets,
  teams,
});

export type EnvironmentFile = z.output<typeof environmentFile>;

/** A team with its name, its namespace and the sizes of its containers. */
export interface Team extends Omit<
  z.output<typeof team>,
  "namespace" | "containers" | "quota" | "deployTo" | "signing"
> {
  readonly name: string;
  readonly namespace: string;
  readonly quota: z.output<typeof team>["quota"] & { readonly memoryLimits: string };
  readonly containers: ContainerSizes & { readonly ephemeralStorage: DiskSizes };
  readonly deployTo: readonly DeployTarget[];
  readonly signing: z.output<typeof team>["signing"] & { readonly enabled: boolean };
}

/** A complete environment: it is checked, has every default, and its teams are sorted by name. */
export interface Environment extends Omit<EnvironmentFile, "teams" | "state" | "controller" | "guard"> {
  /** The name of the file without `.yaml`. */
  readonly name: string;
  readonly partition: Partition;
  readonly state: Required<Omit<EnvironmentFile["state"], "kmsKeyAlias" | "roleArn">> &
    Pick<EnvironmentFile["state"], "kmsKeyAlias" | "roleArn">;
  readonly controller: EnvironmentFile["controller"] & {
    readonly parallelism: number;
    readonly burst: number;
  };
  /** The mode of each policy of the guard. */
  readonly guard: Readonly<Record<GuardPolicyName, EnvironmentFile["guard"]["mode"]>>;
  readonly teams: readonly Team[];
}
