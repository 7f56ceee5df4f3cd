import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Browser as Chromium, chromium, type Page } from "playwright-core";
import type { Processes } from "../lab/processes";
import { requirePrograms, systemProgram } from "../lab/system-packages";
import type { Table } from "../shared/table";

/** Milliseconds to wait for anything in a page: long, because a busy machine is slow. */
export const patience = 180_000;

const arguments_ = [
  "--no-fixture",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** A headless Chromium, with a separate session for each user. */
export class Browser {
  #folder: string | undefined;
  #pictures = 0;

  private constructor(
    private readonly chromium: Chromium,
    private readonly table: Table,
  ) {}

  static async launch(processes: Processes, table: Table): Promise<Browser> {
    requireBrowser();
    const launched = await chromium.launch({
      executablePath: systemProgram("chromium"),
      args: arguments_,
      timeout: patience,
      // The suite handles signals.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: { ...process.env, LAB_RUN: processes.folder },
    });
    processes.onStop("browser", () => launched.close());
    return new Browser(launched, table);
  }

  /** A new window, signed in as the guest. */
  async signIn(url: string): Promise<Page> {
    const context = await this.chromium.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(`${url}/create`);
    await page.getByRole("button", { name: "Enter" }).click();
    await page.getByRole("button", { name: "Choose" }).first().waitFor();
    return page;
  }

  /** Adds a row about a page. If it is wrong, saves a picture of the page and prints its path. */
  async row<T>(page: Page, name: string, expected: T, look: () => Promise<T>): Promise<void> {
    await this.table.row(name, expected, async () => {
      try {
        const seen = await look();
        if (!isDeepStrictEqual(seen, expected)) await this.keepPicture(page, name);
        return seen;
      } catch (error) {
        await this.keepPicture(page, name);
        throw error;
      }
    });
  }

  private async keepPicture(page: Page, name: string): Promise<void> {
    this.#folder ??= mkdtempSync(join(tmpdir(), "portal-pages-"));
    const words = name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 60);
    const path = join(this.#folder, `${++this.#pictures}-${words}.png`);
    try {
      await page.screenshot({ path, fullPage: true });
      console.log(`      page ${page.url()}, as it was: ${path}`);
    } catch (error) {
      console.log(`      no picture of the page: ${(error as Error).message.split("\n")[0] ?? ""}`);
    }
  }
}

/** @throws with the package to install */
export function requireBrowser(): void {
  requirePrograms("e2e:portal", [{ name: "chromium", package: "chromium", purpose: "the browser" }]);
}
