// The one function of this package that plugin-argo-workflows-backend 0.2.0 calls. It keeps that function's promise:
// a workflow without name, namespace, uid, creation time or a known phase is refused, which fails the whole list.
const phases = new Set(["Pending", "Running", "Succeeded", "Failed", "Error"]);

exports.parseWorkflow = (raw) => {
  const { metadata = {}, status = {} } = raw ?? {};
  const wrong = ["name", "namespace", "uid", "creationTimestamp"]
    .filter((key) => typeof metadata[key] !== "string")
    .map((key) => `metadata.${key}`);
  if (!phases.has(status.phase)) wrong.push("status.phase");
  if (wrong.length > 0) throw new Error(`not a workflow, for lack of ${wrong.join(", ")}`);
  const { name, namespace, uid, creationTimestamp, labels, annotations } = metadata;
  const { phase, startedAt, finishedAt, message, nodes } = status;
  return {
    metadata: { name, namespace, uid, creationTimestamp, labels, annotations },
    status: { phase, startedAt, finishedAt, message, nodes },
  };
};
