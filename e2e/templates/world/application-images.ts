import { names, type Stage } from "../stage";
import { versions } from "./application";

/** References by digest of what an Application can run. */
export type Images = Readonly<Record<keyof typeof versions, string>>;

/** Puts every version into the registry. */
export async function pushVersions({ maker }: Pick<Stage, "maker">): Promise<Images> {
  const pushed: [string, string][] = [];
  for (const [version, recipe] of Object.entries(versions)) {
    const digest = await maker.push("backend/web", version, recipe);
    pushed.push([version, `${names.registry}/backend/web@${digest}`]);
  }
  return Object.fromEntries(pushed) as Images;
}
