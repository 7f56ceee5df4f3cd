import { Table } from "../../../e2e/shared/table";

function tableOf(only?: RegExp) {
  const lines: string[] = [];
  const table = new Table({ ...(only && { only }), print: (line) => lines.push(line) });
  return { table, printed: () => lines.join("\n") };
}

describe("Table", () => {
  it("passes a row whose result is the expected one", async () => {
    const { table } = tableOf();
    await table.row("number", { one: 1 }, () => Promise.resolve({ one: 1 }));
    expect([table.good, table.wrong]).toEqual([true, 0]);
  });

  it("prints a wrong row in full under the table, for a reader of the last lines", async () => {
    const { table, printed } = tableOf();
    await table.row("number", [1], () => [2]);
    table.print();
    expect(table.good).toBe(false);
    expect(printed()).toContain("number | [1] | [2] | NO");
    expect(printed()).toContain("WRONG number\n  expected [1]\n  saw      [2]\n");
  });

  it("shows an exception as the result", async () => {
    const { table, printed } = tableOf();
    await table.row("fails at once", 1, () => {
      throw new Error("refused");
    });
    await table.row("fails later", 1, () => Promise.reject(new Error("refused later")));
    expect(table.wrong).toBe(2);
    expect(printed()).toMatch(/threw: refused\n[^]*threw: refused later/);
  });

  it("ends a row that never answers", async () => {
    const { table, printed } = tableOf();
    await table.row("silent", "an answer", () => new Promise<string>(() => undefined), 0.01);
    expect(printed()).toContain("no answer after 0.01 s");
  });

  it("skips rows that don't match", async () => {
    const { table } = tableOf(/^kept/);
    const look = jest.fn(() => 1);
    await table.row("left out", 1, look);
    table.compare("left out too", 1, 2);
    await table.row("kept", 1, () => 1);
    expect(look).not.toHaveBeenCalled();
    expect(table.good).toBe(true);
  });

  it("is not good without a row", () => {
    const { table, printed } = tableOf(/no such row/);
    table.compare("number", 1, 1);
    table.print();
    expect(table.good).toBe(false);
    expect(printed()).toContain("WRONG no row has run");
  });

  it("shows a part that threw, whatever the pattern of rows", () => {
    const { table } = tableOf(/another row/);
    table.fail("production", new Error("no database"));
    expect(table.wrong).toBe(1);
  });
});
