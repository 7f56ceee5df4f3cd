/**
 * Settings of Go's garbage collector for the lab's servers and Terraform. At Go's default, collections take a quarter of
 * the API server's processor time while it learns Argo's definitions, and a sixth of a plan's. Near the limit Go collects
 * more often again, for small machines.
 */
export const goMemory: Readonly<Record<string, string>> = { GOGC: "400", GOMEMLIMIT: "2GiB" };
