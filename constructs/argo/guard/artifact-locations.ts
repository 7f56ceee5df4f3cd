import { artifactPrefix, cachePrefix } from "../../../config/aws-naming";
import { all, list, onlyKeys, text } from "./cel";
import { permittedFields } from "./fields";

/**
 * An artifact lies below the namespace's own prefix, or its content is in the object itself. Nothing else of a
 * location may be said: store, bucket, endpoint, role and credentials are those of the namespace's repository.
 */
export function ownLocation(artifact: string): string {
  return all(
    onlyKeys(artifact, permittedFields("Artifact", "own")),
    `!has(${artifact}.s3) || (${onlyKeys(`${artifact}.s3`, permittedFields("S3Artifact", "own"))}` +
      ` && (!has(${artifact}.s3.key) || (${ownKey(`${artifact}.s3.key`)})))`,
  );
}

function ownKey(key: string): string {
  const own = [
    `${key}.startsWith('${artifactPrefix}/' + request.namespace + '/')`,
    `${key}.startsWith('${artifactPrefix}/{{workflow.namespace}}/')`,
  ].join(" || ");
  // A template of the library may hand on an empty key, which then is no location.
  return `${key} == '' || ((${own}) && !${key}.contains('..'))`;
}

/** A cache of dependencies, in the place that only one account may write. */
export function ownCache(artifact: string, { bucket, endpoint, region }: CachePlace): string {
  const key = `${artifact}.s3.key`;
  return all(
    onlyKeys(artifact, permittedFields("Artifact", "own")),
    `has(${artifact}.s3)`,
    onlyKeys(`${artifact}.s3`, ["bucket", "endpoint", "key", "region", "useSDKCreds"]),
    `${artifact}.s3.?bucket.orValue('') == ${text(bucket)}`,
    `${artifact}.s3.?endpoint.orValue('') == ${text(endpoint)}`,
    `${artifact}.s3.?region.orValue('') == ${text(region)}`,
    `has(${key})`,
    `${key}.startsWith('${cachePrefix}/' + request.namespace + '/')`,
    `!${key}.contains('..')`,
  );
}

/** Where the caches of all namespaces are. */
export interface CachePlace {
  readonly bucket: string;
  readonly endpoint: string;
  readonly region: string;
}

/** Every artifact of `arguments`, `inputs` or `outputs` below `owner`. */
export function ownLocations(owner: string, ...fields: readonly string[]): string {
  const lists = fields.map((field) => `${owner}.?${field}.?artifacts.orValue([])`).join(" + ");
  return `(${lists}).all(a, ${ownLocation("a")})`;
}

/** The artifacts say nothing of who deletes them but when. */
export const deletionKeys = list(["strategy"]);
