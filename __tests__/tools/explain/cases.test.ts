import { access } from "./cases/access";
import { alerts } from "./cases/alerts";
import { archive } from "./cases/archive";
import { data } from "./cases/data";
import { guard } from "./cases/guard";
import { network } from "./cases/network";
import { release } from "./cases/release";
import { teams } from "./cases/teams";
import { templates } from "./cases/templates";
import { terraform } from "./cases/terraform";
import { type Case, plansOf, sentences } from "./estate";

const cases: Case[] = [
  ...[...access, ...alerts, ...archive, ...data, ...guard],
  ...[...network, ...release, ...teams, ...templates, ...terraform],
];

describe.each(cases)("$change", (one) => {
  const found = () => sentences(plansOf(one));
  it("is said", () => {
    const said = found();
    if (process.env.DUMP) process.stdout.write(`${one.change}\n${JSON.stringify(said, null, 1)}\n`);
    for (const level of ["danger", "check", "note", "same"] as const) {
      for (const part of one[level] ?? []) expect(said[level]).toContainEqual(expect.stringContaining(part));
    }
    const all = Object.values(said).flat().join("\n");
    for (const part of one.never ?? []) expect(all).not.toMatch(part);
  });
});
