import { list, oneOf, section, text } from "./basic";
import { labels } from "./kubernetes";
import { httpsUrl } from "./url";

/** Programs behind a proxy, and how Argo's controller and server work (argo-workflows: docs/environment-variables.md). */
const variables = [
  ...["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"],
  ...["DEFAULT_REQUEUE_TIME", "MAX_OPERATION_TIME", "CRON_SYNC_PERIOD", "WORKFLOW_GC_PERIOD"],
  ...["ARCHIVED_WORKFLOW_GC_PERIOD", "OFFLOAD_NODE_STATUS_TTL", "GRPC_MESSAGE_SIZE"],
  ...["RETRY_BACKOFF_DURATION", "RETRY_BACKOFF_FACTOR", "RETRY_BACKOFF_STEPS", "TRANSIENT_ERROR_PATTERN"],
] as const;

const extraEnv = list(
  section({
    name: oneOf(variables).describe("Name of the variable"),
    value: text(
      /^[\x20-\x3f\x41-\x7e]{1,1000}$/,
      "must be text of at most 1000 characters, without @: credentials would be in the output",
    ).describe("Value of the variable"),
  }),
  { min: 1, max: 20 },
  "must be a list of variables",
);

const pods = {
  extraEnv: extraEnv
    .optional()
    .describe(
      "Variables of the pods: those of a proxy, and those by which Argo's timing and retries are tuned. Default: none",
    ),
  podLabels: labels
    .optional()
    .describe(
      "Labels of the pods, such as those that your cost reports read. None of app.kubernetes.io/. Default: none",
    ),
};

const column = section({
  name: text(/^[\w ()/-]{1,40}$/, "must be a title of at most 40 letters, digits and spaces").describe(
    "Title of the column",
  ),
  type: oneOf(["label", "annotation"]).describe("What it shows"),
  key: text(
    /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
    "must be the key of a label or annotation of workflows",
  ).describe("Key of the label or annotation"),
});

const link = section({
  name: text(/^[\w ()/-]{1,40}$/, "must be a title of at most 40 letters, digits and spaces").describe(
    "Title of the link",
  ),
  scope: oneOf(["workflow", "pod", "pod-logs", "workflow-list", "chat"]).describe("Where the UI shows it"),
  url: httpsUrl(
    "must be a URL that begins with https://, without quotes or spaces; Argo fills in ${metadata.namespace} and ${metadata.name}",
    { without: "'\"", longest: 1000, placeholders: /\$\{(?!TfToken)[A-Za-z][\w.-]*\}/g },
  ).describe("Address, in which Argo fills in placeholders"),
});

/** Values of the upstream chart that no field of its own has, under the chart's own names. */
export const chartValues = section({
  controller: section({
    columns: list(column, { min: 1, max: 10 }, "must be a list of columns")
      .optional()
      .describe("Columns of the list of workflows in the UI. Default: none"),
    links: list(link, { min: 1, max: 20 }, "must be a list of links")
      .optional()
      .describe("Links in the UI, in addition to workflows.logLinkUrl. Default: none"),
    ...pods,
  })
    .prefault({})
    .describe("Values of the controller, and of the UI"),
  server: section(pods).prefault({}).describe("Values of Argo's server"),
});
