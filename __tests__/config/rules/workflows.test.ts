import { complaints, edited, type Edits } from "../../fixtures/environment-file";

const complaintsWith = (edits: Edits) => complaints(edited({ "artifacts.retentionDays": "7", ...edits }));
const longer = "but its artifacts and logs are deleted after 7; lower it, or raise artifacts.retentionDays";

describe("workflows", () => {
  it("can't run longer than their artifacts exist", () => {
    expect(complaintsWith({ "workflows.deadlineSeconds": "604800" })).toEqual([]);
    const short = { "artifacts.retentionDays": "1", "workflows.deadlineSeconds": "86401" };
    expect(complaintsWith(short)).toEqual([
      "workflows.deadlineSeconds: 86401 lets a workflow run for 1 days, but its artifacts and logs are deleted after 1; lower it, or raise artifacts.retentionDays",
    ]);
  });

  it.each(["afterSuccessSeconds", "afterCompletionSeconds", "afterFailureSeconds"])(
    "can't be kept longer than their artifacts: %s",
    (field) => {
      expect(complaintsWith({ [`workflows.ttl.${field}`]: "604800" })).toEqual([]);
      expect(complaintsWith({ [`workflows.ttl.${field}`]: "864000" })).toEqual([
        `workflows.ttl.${field}: 864000 keeps a workflow for 10 days, ${longer}`,
      ]);
    },
  );

  it("can't prefer Spot nodes and select others", () => {
    const selector = (type: string) => ({
      "workflows.spot": "true",
      "scheduling.workflowNodeSelector": `{ karpenter.sh/capacity-type: ${type} }`,
    });
    expect(complaintsWith(selector("spot"))).toEqual([]);
    expect(complaintsWith(selector("on-demand"))).toEqual([
      'scheduling.workflowNodeSelector.karpenter.sh/capacity-type: "on-demand" excludes the Spot nodes that workflows.spot asks for; remove one of them',
    ]);
  });
});

describe("workflows in the complete file", () => {
  it("is refused for a number that is an address", () => {
    expect(complaints(edited({ "workflows.logLinkUrl": "https://0x7f.1/logs" }))).toEqual([
      'workflows.logLinkUrl: "https://0x7f.1/logs" has a host that isn\'t what it looks like; must be a URL that begins with https://, without quotes or spaces; Argo fills in ${metadata.namespace} and ${metadata.name}',
    ]);
  });
});
