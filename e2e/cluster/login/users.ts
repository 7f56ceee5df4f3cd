/** What a user must get. Written by hand, from environments/production.yaml; the account with the highest rank wins. */
export interface Expectation {
  readonly groups: readonly string[];
  readonly sees: {
    /** Service account without a namespace, in the team's own namespace, in another team's. */
    readonly accounts: readonly string[];
    /** HTTP status of listing workflows in the team's own namespace, another team's, and `argo`. */
    readonly lists: readonly number[];
    /** HTTP status of a submission to the team's own namespace and another team's. */
    readonly submits: readonly number[];
  };
}

/** Namespaces of the team whose group is `backend`, and of a team to which no user belongs. */
export const own = "team-backend";
export const theirs = "team-data";

export const expectations: Readonly<Record<string, Expectation>> = {
  ada: {
    groups: ["backend"],
    sees: {
      accounts: ["argo-login", "argo-submitter", "argo-login"],
      lists: [200, 403, 403],
      submits: [200, 403],
    },
  },
  // A reader everywhere, but a submitter in the team's own namespace.
  bob: {
    groups: ["backend", "auditors"],
    sees: {
      accounts: ["argo-reader", "argo-submitter", "argo-reader"],
      lists: [200, 200, 200],
      submits: [200, 403],
    },
  },
  // An administrator everywhere, also in the team's own namespace.
  cleo: {
    groups: ["backend", "auditors", "platform"],
    sees: {
      accounts: ["argo-admin", "argo-admin", "argo-admin"],
      lists: [200, 200, 200],
      submits: [200, 200],
    },
  },
  dora: {
    groups: ["auditors"],
    sees: {
      accounts: ["argo-reader", "argo-reader", "argo-reader"],
      lists: [200, 200, 200],
      submits: [403, 403],
    },
  },
  // A group whose name only starts like one of ours.
  emil: {
    groups: ["backend-alumni"],
    sees: { accounts: ["nobody", "nobody", "nobody"], lists: [403, 403, 403], submits: [403, 403] },
  },
  fay: {
    groups: [],
    sees: { accounts: ["nobody", "nobody", "nobody"], lists: [403, 403, 403], submits: [403, 403] },
  },
};
