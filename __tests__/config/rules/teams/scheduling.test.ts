import { complaintsOf } from "../../../fixtures/environment-file";
import { environment } from "../../../fixtures/synthesis";

describe("scheduling", () => {
  it("is refused for so many teams that every workflow would get large", () => {
    const scheduling = () => ({ nodeSelector: { "example.com/pool": "x".repeat(63) } });
    const teams = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`t${index}`, { scheduling: scheduling() }]),
      );
    expect(complaintsOf(() => environment({ teams: teams(200) }))).toEqual([]);
    expect(complaintsOf(() => environment({ teams: teams(300) }))).toEqual([
      "teams: a map gives so many teams nodes of their own that each workflow would store 36 KiB about them; the maximum is 32 KiB. Leave scheduling out of some teams",
    ]);
  });
});
