import { mebibytes, milliCpu } from "./quantity";

/** Limits of a step: CPU, memory, and disk of the node. */
export interface StepSize {
  readonly cpu: string;
  readonly memory: string;
  readonly ephemeralStorage: string;
}

/** The largest step of each template of the library that has a large one, with its limits in `workflow-templates`. */
export const largeSteps = {
  "build-docker-image": { cpu: "4", memory: "8Gi", ephemeralStorage: "40Gi" },
  "build-java-maven": { cpu: "4", memory: "6Gi", ephemeralStorage: "20Gi" },
  "build-node-pnpm": { cpu: "4", memory: "6Gi", ephemeralStorage: "20Gi" },
  "run-integration-tests": { cpu: "2", memory: "4Gi", ephemeralStorage: "10Gi" },
  "run-load-tests": { cpu: "2", memory: "2Gi", ephemeralStorage: "5Gi" },
  sbom: { cpu: "2", memory: "2Gi", ephemeralStorage: "20Gi" },
  scan: { cpu: "2", memory: "4Gi", ephemeralStorage: "20Gi" },
} as const satisfies Record<string, StepSize>;

export type LargeStep = keyof typeof largeSteps;

/** What an environment file changes: some limits of some steps. */
export type StepSizes = {
  readonly [Name in LargeStep]?: { readonly [Part in keyof StepSize]?: string | undefined } | undefined;
};

/** The limits of a step in an environment. */
export function stepSizeOf(name: LargeStep, sizes: StepSizes): StepSize {
  const { cpu, memory, ephemeralStorage } = sizes[name] ?? {};
  const usual = largeSteps[name];
  return {
    cpu: cpu ?? usual.cpu,
    memory: memory ?? usual.memory,
    ephemeralStorage: ephemeralStorage ?? usual.ephemeralStorage,
  };
}

interface Resources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

/** Requests and limits of a step with other limits: each request stays the same part of its limit. */
export function resized({ requests, limits }: Resources, size: StepSize): Resources {
  const cpu = Math.floor(
    (milliCpu(size.cpu) * milliCpu(requests["cpu"] ?? "0")) / milliCpu(limits["cpu"] ?? "1"),
  );
  const bytes = (name: string, limit: string) =>
    `${Math.max(1, Math.floor((mebibytes(limit) * mebibytes(requests[name] ?? "1Mi")) / mebibytes(limits[name] ?? limit)))}Mi`;
  return {
    requests: {
      cpu: `${Math.max(1, cpu)}m`,
      memory: bytes("memory", size.memory),
      "ephemeral-storage": bytes("ephemeral-storage", size.ephemeralStorage),
    },
    limits: { cpu: size.cpu, memory: size.memory, "ephemeral-storage": size.ephemeralStorage },
  };
}
