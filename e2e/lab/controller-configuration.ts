import { parse, stringify } from "yaml";

/** Sets `metricsConfig.port` in a controller's configuration, in both forms that Argo reads. */
export function withMetricsPort(
  data: Readonly<Record<string, string>>,
  port: number,
): Record<string, string> {
  const set = (text: string | undefined): object => ({ ...((parse(text ?? "{}") ?? {}) as object), port });
  if (data["config"] === undefined) return { ...data, metricsConfig: stringify(set(data["metricsConfig"])) };
  const config = (parse(data["config"]) ?? {}) as { metricsConfig?: object };
  return { ...data, config: stringify({ ...config, metricsConfig: { ...config.metricsConfig, port } }) };
}
