import { text } from "./fields/basic";

export const dnsName = text(
  /^(?=.{4,240}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/,
  "must be a DNS name such as dev.example.com",
);

export const domain = dnsName.describe(
  "Domain of the environment. Argo's server answers at argo.<domain>, so leave out argo. Two environments can't share it",
);
