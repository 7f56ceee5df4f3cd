import { ApiError, type KubernetesApi, type KubernetesObject } from "../lab/kubernetes-api";
import { waitFor } from "../lab/wait-for";

/** Deletes the namespaces of an environment with their contents, and its cluster-scoped objects. */
export async function cleanUp(
  api: KubernetesApi,
  objects: readonly KubernetesObject[],
  foreign: readonly string[],
): Promise<void> {
  const paths = foreign.map((name) => `/api/v1/namespaces/${name}`);
  for (const object of objects)
    if (object.metadata.namespace === undefined) paths.push(await api.pathOf(object));
  await Promise.all(paths.map((path) => absent(api, path, () => api.delete(path))));
  await Promise.all(
    paths.map((path) => waitFor(`${path} gone`, async () => ((await absent(api, path)) ? true : undefined))),
  );
}

/** Whether a request answers 404. @param request default: GET of the path */
async function absent(
  api: KubernetesApi,
  path: string,
  request: () => Promise<unknown> = () => api.get(path),
): Promise<boolean> {
  try {
    await request();
    return false;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return true;
    throw error;
  }
}
