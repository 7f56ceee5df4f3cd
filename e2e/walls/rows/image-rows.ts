import { type Attempt, passes, refused } from "../attempt";
import { sharedRepository } from "../image-options";
import { account, change, controller, editor, pathOf, pod, tokenVolume } from "../objects";

const image = (name: string) => pod({}, { image: name });
const own = `${account}.dkr.ecr.eu-central-1.amazonaws.com/backend/api:1.4.2`;
const foreign = "frontend/web:1.4.0";
const hosts = [
  `${account}.dkr.ecr.eu-central-1.amazonaws.com`,
  `${account}.dkr.ecr.us-east-1.amazonaws.com`,
  `${account}.dkr.ecr-fips.us-east-1.amazonaws.com`,
  `${account}.dkr-ecr.eu-central-1.on.aws`,
  `${account}.dkr-ecr-fips.us-east-1.on.aws`,
  `${account}.dkr.ecr.eu-central-1.amazonaws.com:443`,
  `${account}.DKR.ecr.eu-central-1.amazonaws.com`,
  `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
] as const;
const lookInto = (reference: string) =>
  change(`${pathOf.pod("running")}/ephemeralcontainers`, {
    spec: { ephemeralContainers: [{ name: "debug", image: reference }] },
  });
const digest = `@sha256:${"a".repeat(64)}`;

/** Images of pods in a workflow namespace. */
export const imageRows: readonly Attempt[] = [
  passes("a pod with the team's own image", controller, image(own)),
  passes(
    "the team's own image by digest, from another region",
    controller,
    image(own.replace("eu-central-1", "eu-west-1").replace(":1.4.2", digest)),
  ),
  passes("an image of a shared repository", controller, image(`${hosts[0]}/${sharedRepository}:1.4.0`)),
  refused(
    "images",
    "A container or an image volume",
    "a repository that begins like a shared one",
    controller,
    image(`${hosts[0]}/${sharedRepository}-2:1`),
  ),
  passes("an image of another registry", controller, image("public.ecr.aws/docker/library/alpine:3.22")),
  passes("another account's image", controller, image(own.replace(account, "999999999999"))),
  ...hosts.map((host) =>
    refused(
      "images",
      "A container or an image volume",
      `another team's image from ${host.slice(12)}`,
      controller,
      image(`${host}/${foreign}`),
    ),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image by digest",
    controller,
    image(`${hosts[0]}/frontend/web${digest}`),
  ),
  refused(
    "images",
    "A container or an image volume",
    "a repository that begins alike",
    controller,
    image(`${hosts[0]}/backend/api-2:1`),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image to start with",
    controller,
    pod({ initContainers: [{ name: "init", image: `${hosts[0]}/${foreign}` }] }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image as a volume",
    controller,
    pod({ volumes: [tokenVolume, { name: "i", image: { reference: `${hosts[0]}/${foreign}` } }] }),
  ),

  refused(
    "images",
    "A container or an image volume",
    "another team's image in a sidecar",
    controller,
    pod({
      containers: [
        { name: "main", image: own },
        { name: "side", image: `${hosts[0]}/${foreign}` },
      ],
    }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image in a pod that runs",
    editor,
    change(pathOf.pod("running"), {
      spec: { containers: [{ name: "main", image: `${hosts[0]}/${foreign}`, command: ["true"] }] },
    }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image to look into a pod",
    editor,
    lookInto(`${hosts[0]}/${foreign}`),
  ),
  passes("the team's own image to look into a pod", editor, lookInto(own)),
  refused(
    "images",
    "An image is named by its digest alone",
    "an image by its digest alone",
    controller,
    image(`sha256:${"a".repeat(64)}`),
  ),
];
