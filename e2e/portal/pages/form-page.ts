import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { type Field, oneLine } from "../expected-fields";

const readFields = readFileSync(join(__dirname, "read-fields.js"), "utf8");

/** A Software Template's form in the scaffolder, as a user sees and fills it. */
export class FormPage {
  constructor(readonly page: Page) {}

  /** Opens it by its address. */
  static async open(page: Page, site: string, template: string): Promise<FormPage> {
    await page.goto(`${site}/create/templates/default/${template}`);
    const form = new FormPage(page);
    await form.submit.waitFor();
    return form;
  }

  /** Opens it from the list of all forms. */
  static async choose(page: Page, site: string, title: string): Promise<FormPage> {
    await page.goto(`${site}/create`);
    const choose = page.getByRole("button", { name: "Choose" });
    await page
      .locator("div")
      .filter({ has: page.getByText(title, { exact: true }) })
      .filter({ has: choose })
      .last()
      .getByRole("button", { name: "Choose" })
      .click();
    const form = new FormPage(page);
    await form.submit.waitFor();
    return form;
  }

  /** Title of the current page. */
  async title(): Promise<string> {
    return oneLine(await this.page.locator(".MuiStepLabel-label.MuiStepLabel-active").first().innerText());
  }

  /** Every field of the current page, by the name of its property. */
  async fields(): Promise<Map<string, Field>> {
    const fields = await this.look();
    for (const [name, field] of fields)
      if (field.kind === "choice") fields.set(name, { ...field, choices: await this.choicesOf(name) });
    return fields;
  }

  /** Tries to continue. @returns names of required fields that are empty, for which the browser stops it */
  async heldBack(): Promise<string[]> {
    await this.submit.click();
    const held = await this.page.locator("form :is(input, textarea):invalid").all();
    const ids = await Promise.all(held.map((input) => input.getAttribute("id")));
    return ids.map((id) => (id ?? "").replace(/^root_/, ""));
  }

  /** Tries to continue. @returns the form's errors, as `'Label' message` */
  async refused(): Promise<string[]> {
    await this.submit.click();
    const errors = this.page.locator("form li .MuiListItemText-primary");
    await errors.first().waitFor();
    // The form adds this line for each of its conditions.
    return (await errors.allInnerTexts()).filter((each) => !each.startsWith("A field that is named above"));
  }

  /**
   * Fills the fields of the current page, as far as it has them; `true` and `false` are for check boxes. An answer may
   * show further fields.
   * @returns names of the fields that were filled
   */
  async fill(values: ReadonlyMap<string, string>): Promise<string[]> {
    const done = new Set<string>();
    for (;;) {
      const fields = await this.look();
      const [name, field] = [...fields].find(([key]) => values.has(key) && !done.has(key)) ?? [];
      if (name === undefined || field === undefined) return [...done];
      const value = values.get(name) ?? "";
      if (["catalogEntity", "sourceComponent"].includes(name)) await this.pick(name, value);
      else await this.set(this.control(name), value, field);
      done.add(name);
    }
  }

  /** Picks an entity of the catalog. The form does it by itself if there is only one, and then lets nobody change it. */
  private async pick(name: string, entity: string): Promise<void> {
    if (await this.control(name).isDisabled()) return;
    await this.control(name).click();
    await this.page.getByRole("option", { name: entity }).first().click();
  }

  /** Goes to the next page, or to the review. */
  async next(): Promise<void> {
    const before = await this.title();
    await this.submit.click();
    await this.page
      .locator(".MuiStepLabel-label.MuiStepLabel-active")
      .filter({ hasNotText: new RegExp(`^${before}$`) })
      .first()
      .waitFor();
  }

  /** Goes through the remaining pages to the review, which shows everything again. Fills fields on the way. */
  async review(values: ReadonlyMap<string, string> = new Map()): Promise<string[]> {
    const done: string[] = [];
    // The page may still be loading.
    await this.submit.or(this.button("Create")).first().waitFor();
    while (await this.submit.isVisible()) {
      done.push(...(await this.fill(values)));
      await this.next();
    }
    await this.button("Create").waitFor();
    return done;
  }

  /** What the review shows, by label. */
  async reviewed(): Promise<Map<string, string>> {
    const rows = await this.page.locator("table tr").all();
    const cells = await Promise.all(rows.map((row) => row.locator("td").allInnerTexts()));
    return new Map(cells.map(([label = "", value = ""]) => [label, oneLine(value)]));
  }

  /** Starts the task, and waits for its page. */
  async create(): Promise<void> {
    await this.button("Create").click();
    await this.page.waitForURL(/\/create\/tasks\//);
  }

  /** The button that leads on: Next, or Review on the last page. */
  private get submit(): Locator {
    return this.page.getByRole("button", { name: /^(Next|Review)$/ });
  }

  /** Every field of the current page, but for the choices of a list that is closed. */
  private async look(): Promise<Map<string, Field>> {
    const found: (Field & { name: string })[] = await this.page.evaluate(readFields);
    return new Map(found.map(({ name, ...field }) => [name, { ...field, help: oneLine(field.help) }]));
  }

  private button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  private control(name: string): Locator {
    return this.page.locator(`[id="root_${name}"]`);
  }

  private async choicesOf(name: string): Promise<string[]> {
    await this.control(name).click();
    const options = await this.page.getByRole("option").allInnerTexts();
    await this.page.keyboard.press("Escape");
    await this.page.getByRole("option").first().waitFor({ state: "hidden" });
    return options.map(oneLine).filter((each) => each !== "");
  }

  private async set(control: Locator, value: string, { kind }: Field): Promise<void> {
    if (kind === "check box") await control.setChecked(value === "true");
    else if (kind === "radio buttons") await control.getByLabel(value, { exact: true }).check();
    else if (kind === "choice") {
      await control.click();
      await this.page.getByRole("option", { name: value, exact: true }).click();
    } else await control.fill(value);
  }
}
