import { podSecurityLabel } from "../../../config/annotations";
import type { Manifest, Template } from "../manifest";
import type { Place } from "../place";
import { patchOf } from "../pod-patch";
import type { Finding, Rule } from "../rule";

/**
 * Kubernetes' Pod Security Standards, levels baseline and restricted, as of v1.34
 * (kubernetes.io/docs/concepts/security/pod-security-standards).
 */

const levels = ["restricted", "baseline"] as const;
type Level = (typeof levels)[number];

const podSecurity: Rule = {
  id: "pod-security",
  sentence: "Every pod meets the Pod Security level of its template.",
  *check({ manifests }) {
    for (const manifest of manifests) {
      const wanted = manifest.place.at("metadata", "labels", podSecurityLabel);
      const level = levels.find((each) => each === (wanted.exists ? wanted.text : "restricted"));
      if (level === undefined) {
        yield { place: wanted, message: `${podSecurityLabel} must be restricted or baseline` };
        continue;
      }
      for (const { place, message } of breaches(manifest, level))
        yield { place, message: `${message} (Pod Security level ${level})` };
    }
  },
};

function* breaches(manifest: Manifest, level: Level): Generator<Finding> {
  yield* ofPod(manifest.spec, level);
  yield* ofPatch(manifest.spec, level);
  for (const template of manifest.templates) {
    yield* ofPod(template.place, level);
    yield* ofPatch(template.place, level);
    for (const { place } of template.containers) {
      yield* forbidden(place, level);
      if (level === "restricted") yield* missing(place, template);
    }
  }
}

/** A patch is part of the pod. It can add what is forbidden, but can't remove what is required. */
function* ofPatch(owner: Place, level: Level): Generator<Finding> {
  const patch = patchOf(owner);
  if (!patch) return;
  for (const finding of [
    ...ofPod(patch, level),
    ...["containers", "initContainers", "ephemeralContainers"].flatMap((key) =>
      patch
        .at(key)
        .items()
        .flatMap((container) => [...forbidden(container, level)]),
    ),
  ])
    yield { place: owner.at("podSpecPatch"), message: finding.message };
}

const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);

/** Kinds of volumes that the level restricted allows. */
const volumeKinds = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

/** Fields of the pod itself, in a template or a patch. */
function* ofPod(pod: Place, level: Level): Generator<Finding> {
  for (const key of ["hostNetwork", "hostPID", "hostIPC"])
    if (pod.at(key).value === true) yield { place: pod.at(key), message: `${key} must not be true` };
  for (const volume of pod.at("volumes").items())
    for (const kind of volume.keys().filter((key) => key !== "name"))
      if (kind === "hostPath" || (level === "restricted" && !volumeKinds.has(kind)))
        yield { place: volume.at(kind), message: `a volume must not be of type ${kind}` };
  for (const sysctl of pod.at("securityContext", "sysctls").items())
    if (!safeSysctls.has(sysctl.at("name").text ?? ""))
      yield { place: sysctl, message: "the sysctl isn't in the list of safe sysctls" };
  yield* inContext(pod.at("securityContext"), level);
}

/** What a securityContext of a pod or container must not have. */
function* inContext(context: Place, level: Level): Generator<Finding> {
  const must = (place: Place, isFine: boolean, what: string): Finding[] =>
    place.exists && !isFine ? [{ place, message: `${place.path.at(-1) as string} must be ${what}` }] : [];
  const host = context.at("windowsOptions", "hostProcess");
  yield* must(host, host.value === false, "false");
  const profiles = ["RuntimeDefault", "Localhost"];
  for (const key of ["seccompProfile", "appArmorProfile"]) {
    const type = context.at(key, "type");
    yield* must(type, profiles.includes(type.text ?? ""), `${profiles.join(" or ")} in ${key}`);
  }
  const selinux = context.at("seLinuxOptions");
  const type = selinux.at("type");
  const types = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
  yield* must(type, types.includes(type.text ?? "?"), "one of the container types in seLinuxOptions");
  for (const key of ["user", "role"])
    yield* must(selinux.at(key), selinux.at(key).text === "", "absent in seLinuxOptions");
  if (level === "baseline") return;
  const user = context.at("runAsUser");
  yield* must(user, user.value !== 0, "a user other than 0");
  const nonRoot = context.at("runAsNonRoot");
  yield* must(nonRoot, nonRoot.value === true, "true");
}

const baselineCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

/** What a container must not have. */
function* forbidden(container: Place, level: Level): Generator<Finding> {
  const context = container.at("securityContext");
  yield* inContext(context, level);
  if (context.at("privileged").value === true)
    yield { place: context.at("privileged"), message: "privileged must not be true" };
  const procMount = context.at("procMount");
  if (procMount.exists && procMount.text !== "Default")
    yield { place: procMount, message: "procMount must be Default" };
  for (const capability of context.at("capabilities", "add").items()) {
    const name = capability.text ?? "";
    if (!(level === "restricted" ? name === "NET_BIND_SERVICE" : baselineCapabilities.has(name)))
      yield { place: capability, message: `the capability ${name} must not be added` };
  }
  const escalation = context.at("allowPrivilegeEscalation");
  if (level === "restricted" && escalation.value === true)
    yield { place: escalation, message: "allowPrivilegeEscalation must be false" };
  for (const port of container.at("ports").items())
    if (port.at("hostPort").exists && port.at("hostPort").value !== 0)
      yield { place: port.at("hostPort"), message: "hostPort must not be used" };
  yield* hostsOfProbes(container);
}

/** A probe of another host would come from the node's network. Forbidden since v1.34. */
function* hostsOfProbes(container: Place): Generator<Finding> {
  const handlers = [
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((key) => container.at(key)),
    ...["postStart", "preStop"].map((key) => container.at("lifecycle", key)),
  ];
  for (const handler of handlers)
    for (const key of ["httpGet", "tcpSocket"]) {
      const host = handler.at(key, "host");
      if (host.exists && host.text !== "") yield { place: host, message: "a probe must not name a host" };
    }
}

/** What the level restricted requires of every container or its pod. */
function* missing(container: Place, { place: template }: Template): Generator<Finding> {
  const own = container.at("securityContext");
  const pod = template.at("securityContext");
  const lacks: string[] = [];
  if (!own.at("allowPrivilegeEscalation").exists) lacks.push("allowPrivilegeEscalation: false");
  const dropped = own
    .at("capabilities", "drop")
    .items()
    .map(({ text }) => text);
  if (!dropped.includes("ALL")) lacks.push("capabilities.drop: [ALL]");
  if (!own.at("runAsNonRoot").exists && !pod.at("runAsNonRoot").exists) lacks.push("runAsNonRoot: true");
  if (!own.at("seccompProfile", "type").exists && !pod.at("seccompProfile", "type").exists)
    lacks.push("seccompProfile.type: RuntimeDefault");
  // no-security-context reports a container without any context.
  if (lacks.length > 0 && own.keys().length > 0)
    yield { place: own, message: `securityContext must have ${lacks.join(", ")}` };
}

export const podSecurityRules = [podSecurity];
