import type { Page } from "playwright-core";

import { type Field, oneLine } from "../expected-fields";

/** A Software Template's form in the scaffolder, as a person sees and fills it. */
export class FormPage {
  private constructor(
    readonly page: Page,
    readonly template: string,
  ) {}

  /** Opens it from the list of templates' own address. */
  static async open(page: Page, site: string, template: string): Promise<FormPage> {
    await page.goto(`${site}/create/templates/default/${template}`);
    const form = new FormPage(page, template);
    await form.button("Next").waitFor();
    return form;
  }

  private button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Every field of the page that is open, by the name of its property. */
  async fields(): Promise<Map<string, Field>> {
    const found = await this.page.locator("form").first().evaluate(readFields);
    return new Map(found.map(({ name, ...field }) => [name, { ...field, help: oneLine(field.help) }]));
  }

  /** Names of the fields that the browser itself holds back: required, and empty. */
  async heldBack(): Promise<string[]> {
    await this.button("Next").click();
    const names = await this.page
      .locator("form :is(input, textarea, select):invalid")
      .evaluateAll((inputs) => inputs.map(({ id, name }: { id: string; name: string }) => id || name));
    return [...new Set(names.map(propertyOf))];
  }

  /** Fills the fields of the page that is open; an empty text leaves one as it is, `true` and `false` are check boxes. */
  async fill(values: ReadonlyMap<string, string>, fields: ReadonlyMap<string, Field>): Promise<void> {
    for (const [name, value] of values) {
      const field = fields.get(name);
      if (field === undefined) throw new Error(`the form has no field ${name}`);
      if (value === field.value) continue;
      await this.set(name, value, field);
    }
  }

  private async set(name: string, value: string, { kind, label }: Field): Promise<void> {
    const { page } = this;
    const input = page.locator(`[id="root_${name}"]`);
    if (kind === "check box") await input.setChecked(value === "true");
    else if (kind === "radio buttons")
      await page.locator(`[id^="root_${name}-"]`).and(page.locator(`[value="${value}"]`)).check();
    else if (kind === "choice") {
      await input.click();
      await page.getByRole("option", { name: value, exact: true }).click();
    } else {
      await input.fill(value);
      if ((await input.inputValue()) !== value) throw new Error(`${label} didn't take ${JSON.stringify(value)}`);
    }
  }
}

/** `root_git-repo`, `root_strategy-0` of a radio button, to the property's name. */
function propertyOf(id: string): string {
  return id.replace(/^root_/, "").replace(/-\d+$/, "");
}
