/** A scaffolder task, whose checkpoints survive a restart of the backend. */
interface Task {
  checkpoint<T extends { uid: string } | string>(step: { key: string; fn: () => Promise<T> }): Promise<T>;
}

/**
 * Submits once per task and key. The first checkpoint records that an attempt began: a run that finds it there must
 * look whether that attempt went through.
 * @param key from `submissionOf`
 * @param attempt submits; it must look for an earlier workflow first if `repeated` is true
 */
export async function submitOnce(
  task: Task,
  key: string,
  attempt: (repeated: boolean) => Promise<{ readonly metadata: { readonly uid: string } }>,
): Promise<{ uid: string }> {
  let repeated = true;
  await task.checkpoint({
    key: `argo.workflow.submit.${key}.begun`,
    fn: async () => {
      repeated = false;
      return "begun";
    },
  });
  return task.checkpoint({
    key: `argo.workflow.submit.${key}`,
    fn: async () => ({ uid: (await attempt(repeated)).metadata.uid }),
  });
}
