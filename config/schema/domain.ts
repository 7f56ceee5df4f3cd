import { dnsName } from "./fields/dns-name";

export const domain = dnsName.describe(
  "Domain of the environment. Argo's server answers at argo.<domain>, so leave out argo. Two environments can't share it",
);
