/** Sets each entry as an output of the action. Backstage's type allows one named output per call. */
export function setOutputs(ctx: { output: (name: never, value: never) => void }, outputs: object): void {
  for (const [name, value] of Object.entries(outputs)) ctx.output(name as never, value as never);
}
