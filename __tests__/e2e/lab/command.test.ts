import { spawn } from "node:child_process";
import { Command, type CommandOptions } from "../../../e2e/lab/command";

const node = (script: string, options: CommandOptions = {}): Command =>
  new Command(spawn(process.execPath, ["-e", script], { detached: true }), options);

describe("Command", () => {
  it("collects both streams, and standard output alone", async () => {
    const { code, stdout, output } = await node("console.log(1); console.error(2); process.exitCode = 3")
      .done;
    expect({ code, stdout }).toEqual({ code: 3, stdout: "1\n" });
    expect(["1\n2\n", "2\n1\n"]).toContain(output);
  });

  it("has no exit code after a kill", async () => {
    const command = node("setInterval(() => {}, 1000)");
    await command.stop();
    expect((await command.done).code).toBeNull();
  });

  it("ends a command that takes too long, and says so", async () => {
    const { code, output } = await node("setInterval(() => {}, 1000)", { timeoutSeconds: 0.05 }).done;
    expect({ code, output }).toEqual({ code: null, output: "\nstopped after 0.05 s" });
  });

  it("fails for a program that does not exist", async () => {
    const { code, output } = await new Command(spawn("/no/such/program"), {}).done;
    expect(code).toBe(127);
    expect(output).toContain("ENOENT");
  });
});
