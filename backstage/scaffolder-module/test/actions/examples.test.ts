import { parse } from "yaml";

import { createGetWorkflowAction } from "../../src/actions/get-workflow";
import { createListWorkflowTemplatesAction } from "../../src/actions/list-workflow-templates";
import { createSubmitWorkflowAction } from "../../src/actions/submit-workflow";
import { createWaitForWorkflowAction } from "../../src/actions/wait-for-workflow";
import { accessTo } from "../fixtures/context";
import type { FakeArgo } from "../fixtures/fake-argo";

interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}

const access = accessTo({ url: "http://127.0.0.1:9" } as FakeArgo);
const actions = [
  createSubmitWorkflowAction(access),
  createGetWorkflowAction(access),
  createWaitForWorkflowAction(access),
  createListWorkflowTemplatesAction(access),
];

describe.each(actions.map((action) => [action.id, action] as const))(
  "%s",
  (id, { schema, examples, description }) => {
    const input = schema?.input as unknown as Schema;

    it("has a description, also for each input and output", () => {
      const output = schema?.output as unknown as Schema;
      const fields = [...Object.entries(input.properties), ...Object.entries(output.properties)];
      expect(description).toBeTruthy();
      expect(fields.filter(([, field]) => !field.description)).toEqual([]);
    });

    it("has inputs that permission rules can compare: plain values at the top level", () => {
      expect(Object.keys(input.properties)).toEqual(expect.arrayContaining(["instance", "namespace"]));
      expect(Object.keys(input.properties)).not.toEqual(expect.arrayContaining(["token"]));
      expect(Object.keys(input.properties).filter((name) => /url/i.test(name))).toEqual([]);
    });

    it.each((examples ?? []).map((each) => [each.description, each.example] as const))(
      "example: %s",
      (_, example) => {
        const { steps } = parse(example) as {
          steps: { id: string; name: string; action: string; input: object }[];
        };
        const own = steps.filter(({ action }) => action === id);
        expect(own).not.toEqual([]);
        for (const step of own) {
          expect(Object.keys(input.properties)).toEqual(expect.arrayContaining(Object.keys(step.input)));
          expect(Object.keys(step.input)).toEqual(expect.arrayContaining([...(input.required ?? [])]));
        }
      },
    );
  },
);
