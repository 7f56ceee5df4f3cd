/** The controller's burst by its requests per second, in the ratio of Argo's own defaults: 20 and 30. */
export function usualBurst(qps: number): number {
  return Math.ceil(qps * 1.5);
}
