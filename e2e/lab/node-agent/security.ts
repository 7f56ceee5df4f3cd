import { ContainerConfigError } from "./environment";
import type { ImageConfig } from "./images";
import type { Container, Pod } from "./pod";

/** User, groups and capabilities of a container. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Numbers of <linux/capability.h>. */
  readonly capabilities: readonly number[];
  readonly noNewPrivileges: boolean;
}

const capabilityNames =
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE".split(
    " ",
  );

/** Capabilities that containerd grants by default (containerd: pkg/oci, defaultUnixCaps). */
const byDefault =
  "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE".split(
    " ",
  );

/**
 * Merges pod and container security context with the image's user, as the kubelet does.
 * @throws ContainerConfigError for `runAsNonRoot` with root, or with an image user that isn't a number.
 */
export function identityOf(pod: Pod, container: Container, image: ImageConfig): Identity {
  const ofPod = pod.spec.securityContext ?? {};
  const own = container.securityContext ?? {};
  const [imageUser = "0", imageGroup] = (image.user === "" ? "0" : image.user).split(":");
  const asked = own.runAsUser ?? ofPod.runAsUser;
  const uid = asked ?? (imageUser === "root" ? 0 : Number(imageUser));
  const nonRoot = own.runAsNonRoot ?? ofPod.runAsNonRoot ?? false;
  if (Number.isNaN(uid))
    throw new ContainerConfigError(
      `image has non-numeric user (${imageUser}): set runAsUser for container ${container.name}`,
    );
  if (nonRoot && uid === 0)
    throw new ContainerConfigError(
      asked === undefined
        ? "container has runAsNonRoot and image will run as root"
        : "container's runAsUser breaks non-root policy",
    );
  const gid = own.runAsGroup ?? ofPod.runAsGroup ?? (asked === undefined ? Number(imageGroup ?? 0) : 0);
  const groups = [
    ...new Set([
      gid,
      ...(ofPod.supplementalGroups ?? []),
      ...(ofPod.fsGroup === undefined ? [] : [ofPod.fsGroup]),
    ]),
  ];
  return {
    uid,
    gid,
    groups,
    capabilities: capabilitiesOf(container),
    noNewPrivileges: own.allowPrivilegeEscalation === false,
  };
}

function capabilitiesOf(container: Container): number[] {
  const { capabilities = {}, privileged = false } = container.securityContext ?? {};
  if (privileged) return capabilityNames.map((_, number) => number);
  const drop = capabilities.drop ?? [];
  const kept = new Set(drop.includes("ALL") ? [] : byDefault.filter((name) => !drop.includes(name)));
  for (const name of capabilities.add ?? [])
    (name === "ALL" ? capabilityNames : [name]).forEach((each) => kept.add(each));
  return [...kept].map((name) => {
    const number = capabilityNames.indexOf(name.replace(/^CAP_/, ""));
    if (number < 0)
      throw new ContainerConfigError(`unknown capability ${name} of container ${container.name}`);
    return number;
  });
}
