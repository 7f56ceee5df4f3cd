import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageList } from "../../../config/tool-images";
import { pin } from "../../../tools/container-images/pin";
import { digestOfBytes, type Registry, type RegistryBehaviour, startRegistry } from "../../fixtures/registry";

const git = Buffer.from('{"schemaVersion":2,"manifests":["git"]}');
const curl = Buffer.from('{"schemaVersion":2,"manifests":["curl"]}');
const manifests = { "alpine/git:v2.54.0": git, "tools/curl:8.5.0": curl };

const folder = mkdtempSync(join(tmpdir(), "aws-argo-infra-pin-"));
const file = join(folder, "images.yaml");
const running: Registry[] = [];
afterEach(() => Promise.all(running.splice(0).map(({ close }) => close())));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function registry(behaviour: Partial<RegistryBehaviour> = {}): Promise<Registry> {
  const started = await startRegistry({ manifests, ...behaviour });
  running.push(started);
  return started;
}

const listOf = (host: string, more = "") => `# A comment that stays.
images:
  - name: curl
    image: ${host}/tools/curl
    version: 8.5.0
    purpose: Sends requests. # So does this one.
  - name: git
    image: ${host}/alpine/git
    version: v2.54.0${more}
    purpose: Checks sources out.
`;

/** Runs pin over a list; what it complains about, and what the file is then. */
async function pinned(list: string): Promise<{ problems: (string | undefined)[]; after: string }> {
  writeFileSync(file, list);
  const answers = await pin(file);
  const problems = answers.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  return { problems, after: readFileSync(file, "utf8") };
}

describe("npm run images:pin", () => {
  it.each([
    [{}],
    [{ login: "token" }],
    [{ login: "token", tokenField: "access_token" }],
    [{ headers: { "Docker-Content-Digest": null } }],
  ] as const)("writes the digest of every image's index next to its version (%j)", async (behaviour) => {
    const { host } = await registry(behaviour);
    const { problems, after } = await pinned(listOf(host));
    expect(problems).toEqual([]);
    expect(after).toBe(
      listOf(host)
        .replace("version: 8.5.0\n", `version: 8.5.0\n    digest: ${digestOfBytes(curl)}\n`)
        .replace("version: v2.54.0\n", `version: v2.54.0\n    digest: ${digestOfBytes(git)}\n`),
    );
    expect(ImageList.read(file).images.map(({ digest }) => digest)).toEqual([
      digestOfBytes(curl),
      digestOfBytes(git),
    ]);
  });

  it("asks for a token only if the registry needs one, and only to read one repository", async () => {
    const { host, requests } = await registry({ login: "token" });
    await pinned(listOf(host));
    expect([...requests].sort()).toEqual([
      "GET /token",
      "GET /token",
      "GET /v2/alpine/git/manifests/v2.54.0",
      "GET /v2/alpine/git/manifests/v2.54.0 with token",
      "GET /v2/tools/curl/manifests/8.5.0",
      "GET /v2/tools/curl/manifests/8.5.0 with token",
    ]);
  });

  it("leaves a pinned list as it is", async () => {
    const { host } = await registry();
    const { after } = await pinned(listOf(host));
    expect(await pinned(after)).toEqual({ problems: [], after });
  });

  const refusals: readonly [string, Partial<RegistryBehaviour>, RegExp][] = [
    [
      "a tag that isn't there",
      { manifests: { "tools/curl:8.5.0": curl } },
      /\/alpine\/git has no tag v2\.54\.0$/,
    ],
    [
      "a registry that gives no anonymous token",
      { login: "private" },
      /gives no anonymous token \(HTTP 401\)$/,
    ],
    ["a registry that is ill", { status: 503 }, /answers HTTP 503$/],
    ["a registry that refuses access", { status: 403 }, /isn't public \(HTTP 403\)$/],
    [
      "a web page instead of a manifest",
      { headers: { "Content-Type": "text/html; charset=utf-8" } },
      /answers text\/html, which is not a manifest$/,
    ],
    [
      "a digest that isn't that of the manifest",
      { headers: { "Docker-Content-Digest": `sha256:${"0".repeat(64)}` } },
      /reports the digest sha256:0{64}, but the content has sha256:[0-9a-f]{64}$/,
    ],
  ];

  it.each(refusals)("changes nothing, not even for other images, with %s", async (_, behaviour, message) => {
    const { host } = await registry(behaviour);
    const { problems, after } = await pinned(listOf(host));
    expect(problems.at(-1)).toMatch(message);
    expect(after).toBe(listOf(host));
  });

  it("says which registry can't be reached, and changes nothing", async () => {
    const { host, close } = await registry();
    await close();
    const { problems, after } = await pinned(listOf(host));
    expect(problems).toEqual([
      `${host} can't be reached: ECONNREFUSED`,
      `${host} can't be reached: ECONNREFUSED`,
    ]);
    expect(after).toBe(listOf(host));
  });

  it("doesn't follow a tag that was moved", async () => {
    const { host } = await registry();
    const before = listOf(host, `\n    digest: sha256:${"1".repeat(64)}`);
    const { problems, after } = await pinned(before);
    expect(problems).toEqual([
      expect.stringMatching(/ is sha256:\w+ now, and was sha256:1{64}: somebody moved the tag/),
    ]);
    expect(after).toBe(before);
  });
});
