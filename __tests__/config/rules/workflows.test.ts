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

describe("workflows.sizes", () => {
  const sizes = (edits: Edits) => complaints(edited({ "teams.backend.buildsImages": "false", ...edits }));

  it("must have room in one of the teams", () => {
    expect(sizes({ "workflows.sizes.scan": '{ cpu: "8", memory: 32Gi }' })).toEqual([]);
    expect(sizes({ "workflows.sizes.scan": '{ cpu: "9", memory: 33Gi, ephemeralStorage: 101Gi }' })).toEqual(
      ['cpu: "9"', 'memory: "33Gi"', 'ephemeralStorage: "101Gi"'].map(
        (field) =>
          `workflows.sizes.scan.${field} is more than one container can have in any team; lower it, or raise containers.max of a team`,
      ),
    );
    expect(sizes({ "workflows.sizes.scan.cpu": '"99"', teams: "{}", targets: undefined })).toEqual([]);
  });

  it("is needed by each team that builds images", () => {
    const small = { "teams.backend.buildsImages": "true", "teams.backend.quota.memory": "10Gi" };
    expect(sizes(small)).toEqual([]);
    expect(sizes({ ...small, "workflows.sizes.build-docker-image.memory": "10Gi" })).toEqual([]);
    expect(sizes({ ...small, "workflows.sizes.build-docker-image.memory": "11Gi" })).toEqual([
      expect.stringMatching(/^workflows\.sizes\.build-docker-image\.memory: /),
      'teams.backend.quota.memory: "10Gi" is less than a step that builds an image needs (11Gi); raise it, or remove buildsImages',
    ]);
  });

  it("is of a template of the library with a large step", () => {
    expect(sizes({ "workflows.sizes": "{ notify: {} }" })).toEqual([
      expect.stringMatching(/^workflows\.sizes\.notify: unknown key; allowed here: build-docker-image, /),
    ]);
  });
});
