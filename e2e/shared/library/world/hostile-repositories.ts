import { join } from "node:path";
import { names } from "../names";
import type { GitServer } from "./git-server";
import { trapPath } from "./shop";
import { WorkTree } from "./work-tree";

/** A command without blanks and colons, since no name of a branch may hold either. */
const trap = `curl\${IFS}--proto-default\${IFS}https\${IFS}${names.shop}${trapPath}`;
/** The same as a person would write it. */
export const command = `curl https://${names.shop}${trapPath}`;

/** Names that Git allows and that a shell, an option parser or a template engine would trip over: refused. */
export const refusedBranches = [
  `$(${trap})`,
  `\`${trap}\``,
  `a;${trap};b`,
  "a|b&c",
  "quote'double\"",
  `--upload-pack=${trap}`,
  "-f",
  "{{=sprig.env('HOME')}}",
];

/** Unusual names that a person may well use: checked out. */
export const allowedBranches = ["fix/#12_a+b=c@home", "release-1.0", "HEAD-of-team"];

/** File names of either kind; all of them travel. */
export const hostileFiles = [
  "-rf",
  `$(${trap})`,
  "`id`",
  "two\nlines",
  " blank ",
  "ünïcode",
  "quote'\"",
  "{{inputs.x}}",
  "--output=x",
];

/** Submodules that would run a command, write where they must not, or be taken for an option: name -> what refuses it. */
export const hostileSubmodules: Readonly<Record<string, Submodule>> = {
  "a transport that is a command": { url: `ext::sh -c "${command}"` },
  "a file of the machine": { url: "file:///etc" },
  "an address that is an option": { url: `--upload-pack=${command}` },
  "a path that is an option": { url: "../library.git", path: "--upload-pack=x" },
  "a name that leads out": { url: "../library.git", name: "../../../../tmp/out" },
  "an update that is a command": { url: "../library.git", update: `!${command}` },
};

interface Submodule {
  readonly url: string;
  /** @default "module" */
  readonly path?: string;
  /** @default "module" */
  readonly name?: string;
  /** How it is brought up to date. @default as Git does */
  readonly update?: string;
}

/** Publishes backend/hostile, and backend/hostile-submodule-<number> for each hostile submodule. */
export async function publishHostile(server: GitServer, folder: string): Promise<void> {
  const hostile = new WorkTree(join(folder, "hostile")).write(
    Object.fromEntries(hostileFiles.map((name) => [name, `content of ${name}`])),
  );
  hostile.commit(`$(${trap})\n\n\`${trap}\` {{workflow.name}}`);
  [...refusedBranches, ...allowedBranches].forEach((name) => hostile.branch(name));
  await server.publish(hostile.folder, "backend/hostile");

  for (const [number, submodule] of Object.values(hostileSubmodules).entries()) {
    const { url, path = "module", name = "module", update } = submodule;
    const tree = new WorkTree(join(folder, `hostile-submodule-${number}`)).write({
      ".gitmodules": [
        `[submodule "${name}"]`,
        `\tpath = "${path}"`,
        `\turl = "${url.replaceAll('"', '\\"')}"`,
        ...(update === undefined ? [] : [`\tupdate = "${update}"`]),
        "",
      ].join("\n"),
    });
    const commit = tree.commit("Begin");
    tree.git("update-index", "--add", "--cacheinfo", `160000,${commit},${path}`);
    tree.git("commit", "--quiet", "--message=Take a module in");
    await server.publish(tree.folder, `backend/hostile-submodule-${number}`);
  }
}
