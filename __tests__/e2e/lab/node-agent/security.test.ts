import type { ImageConfig } from "../../../../e2e/lab/node-agent/images";
import type { PodSecurityContext, SecurityContext } from "../../../../e2e/lab/node-agent/pod";
import { identityOf } from "../../../../e2e/lab/node-agent/security";

const identity = (ofPod: PodSecurityContext, own: SecurityContext, user = "") => {
  const image: ImageConfig = { entrypoint: [], command: [], environment: {}, user, workingDir: "/" };
  const container = { name: "main", image: "i", securityContext: own };
  const pod = {
    metadata: { name: "p", namespace: "n", uid: "u" },
    spec: { containers: [container], securityContext: ofPod },
  };
  return identityOf(pod, container, image);
};

describe("identityOf", () => {
  it("prefers the container's user to the pod's, and the pod's to the image's", () => {
    expect(identity({ runAsUser: 1 }, { runAsUser: 2 }, "3").uid).toBe(2);
    expect(identity({ runAsUser: 1 }, {}, "3").uid).toBe(1);
    expect(identity({}, {}, "3:4")).toMatchObject({ uid: 3, gid: 4 });
    expect(identity({}, {})).toMatchObject({ uid: 0, gid: 0 });
  });

  it("adds fsGroup and supplemental groups", () => {
    expect(identity({ runAsUser: 1, runAsGroup: 2, fsGroup: 3, supplementalGroups: [4] }, {}).groups).toEqual(
      [2, 4, 3],
    );
  });

  it("refuses root if runAsNonRoot is set", () => {
    expect(() => identity({ runAsNonRoot: true }, {})).toThrow("image will run as root");
    expect(() => identity({ runAsNonRoot: true }, { runAsUser: 0 })).toThrow(
      "runAsUser breaks non-root policy",
    );
    expect(() => identity({ runAsNonRoot: true }, {}, "nobody")).toThrow("non-numeric user (nobody)");
    expect(identity({ runAsNonRoot: true }, { runAsUser: 5 }).uid).toBe(5);
    expect(identity({ runAsNonRoot: true }, { runAsNonRoot: false }).uid).toBe(0);
  });

  it("drops and adds capabilities", () => {
    const netBind = 10;
    expect(identity({}, { capabilities: { drop: ["ALL"] } }).capabilities).toEqual([]);
    expect(identity({}, { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }).capabilities).toEqual(
      [netBind],
    );
    expect(identity({}, {}).capabilities).toHaveLength(14);
    expect(identity({}, { privileged: true }).capabilities).toHaveLength(41);
    expect(() => identity({}, { capabilities: { add: ["FLY"] } })).toThrow("unknown capability FLY");
  });
});
