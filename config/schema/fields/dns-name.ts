import { text } from "./basic";

/** Lowercase, of at least two parts. The last part has no digits unless it is encoded, so this is no address. */
export const dnsName = text(
  /^(?=.{4,240}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/,
  "must be a DNS name such as dev.example.com",
);
