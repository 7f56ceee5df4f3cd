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
    await form.button("Next").waitFor();
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
    await form.button("Next").waitFor();
    return form;
  }

  /** Every field of the current step, by the name of its property. */
  async fields(): Promise<Map<string, Field>> {
    const found: (Field & { name: string })[] = await this.page.evaluate(readFields);
    const fields = new Map<string, Field>();
    for (const { name, ...field } of found)
      fields.set(name, {
        ...field,
        help: oneLine(field.help),
        choices: field.kind === "choice" ? await this.choicesOf(name) : field.choices,
      });
    return fields;
  }

  /** Tries to continue. @returns names of required fields that are empty, for which the browser stops it */
  async heldBack(): Promise<string[]> {
    await this.button("Next").click();
    const held = await this.page.locator("form :is(input, textarea):invalid").all();
    const ids = await Promise.all(held.map((input) => input.getAttribute("id")));
    return ids.map((id) => (id ?? "").replace(/^root_/, ""));
  }

  /** Tries to continue. @returns the form's errors, as `'Label' message` */
  async refused(): Promise<string[]> {
    await this.button("Next").click();
    const errors = this.page.locator("form li .MuiListItemText-primary");
    await errors.first().waitFor();
    return errors.allInnerTexts();
  }

  /** Fills fields of the current step; `true` and `false` are for check boxes. */
  async fill(values: ReadonlyMap<string, string>, fields: ReadonlyMap<string, Field>): Promise<void> {
    for (const [name, value] of values) {
      const field = fields.get(name);
      if (field === undefined) throw new Error(`the form has no field ${name}`);
      await this.set(this.control(name), value, field);
    }
  }

  /** Picks an entity of the catalog. */
  async pick(name: string, entity: string): Promise<void> {
    await this.control(name).click();
    await this.page.getByRole("option", { name: entity }).first().click();
  }

  /** Goes to the next step. */
  async next(): Promise<void> {
    await this.button("Next").click();
    await this.button("Review").waitFor();
  }

  /** Goes to the last step, which shows everything again. */
  async review(): Promise<void> {
    await this.button("Review").click();
    await this.button("Create").waitFor();
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
