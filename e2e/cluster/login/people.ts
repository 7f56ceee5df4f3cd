/** What a person is meant to get; written by hand, from environments/production.yaml and the rule that the highest wins. */
export interface Expectation {
  readonly groups: readonly string[];
  readonly sees: {
    /** Service account without a namespace, in the own team's, in another team's. */
    readonly accounts: readonly string[];
    /** HTTP status of a list of workflows in the own team's namespace, another team's, and `argo`. */
    readonly lists: readonly number[];
    /** HTTP status of a submission to the own team's namespace and another team's. */
    readonly submits: readonly number[];
  };
}

/** Namespace of the team whose group is `backend`, and one of a team that nobody here belongs to. */
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
  // A reader everywhere, and yet a submitter at home.
  bob: {
    groups: ["backend", "engineering"],
    sees: {
      accounts: ["argo-reader", "argo-submitter", "argo-reader"],
      lists: [200, 200, 200],
      submits: [200, 403],
    },
  },
  // An administrator stays one at home.
  cleo: {
    groups: ["backend", "engineering", "platform"],
    sees: {
      accounts: ["argo-admin", "argo-admin", "argo-admin"],
      lists: [200, 200, 200],
      submits: [200, 200],
    },
  },
  dora: {
    groups: ["engineering"],
    sees: {
      accounts: ["argo-reader", "argo-reader", "argo-reader"],
      lists: [200, 200, 200],
      submits: [403, 403],
    },
  },
  // A group that only begins like one of ours.
  emil: {
    groups: ["backend-alumni"],
    sees: { accounts: ["nobody", "nobody", "nobody"], lists: [403, 403, 403], submits: [403, 403] },
  },
  fay: {
    groups: [],
    sees: { accounts: ["nobody", "nobody", "nobody"], lists: [403, 403, 403], submits: [403, 403] },
  },
};
