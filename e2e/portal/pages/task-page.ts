import type { Page } from "playwright-core";
import { patience } from "../browser";
import { oneLine } from "../expected-fields";

/** Milliseconds until a task counts as stuck. */
const taskPatience = 1_200_000;

/** The page of a running or finished task. */
export class TaskPage {
  constructor(readonly page: Page) {}

  /** The id in the page's address. */
  get task(): string {
    return new URL(this.page.url()).pathname.split("/").at(-1) ?? "";
  }

  /** Opens the log of a task and waits until it contains these words. */
  async readAlong(words: RegExp): Promise<void> {
    const [show, hide] = ["Show Logs", "Hide Logs"].map((name) => this.page.getByRole("button", { name }));
    // The page opens the log by itself once the task has ended, which may be before this looks.
    await show?.click({ timeout: 5000 }).catch(() => hide?.waitFor());
    await this.page.getByText(words).first().waitFor();
  }

  /**
   * Waits for the task's end.
   * @returns the error that the page shows, or nothing if it shows the task's results
   */
  async end(): Promise<string> {
    const { page } = this;
    const [result, error] = [this.link("Open in Argo"), page.getByRole("alert")];
    await result.or(error).first().waitFor({ timeout: taskPatience });
    return (await error.count()) > 0 ? oneLine(await error.first().innerText()) : "";
  }

  /** Address of a link among the results. */
  async target(title: string): Promise<string> {
    return (await this.link(title).getAttribute("href", { timeout: patience })) ?? "";
  }

  link(title: string) {
    // The name of a link to another site says so after the title.
    return this.page.getByRole("link", { name: new RegExp(`^${title}`) });
  }
}
