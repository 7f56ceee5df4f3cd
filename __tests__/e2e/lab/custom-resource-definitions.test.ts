import { parse } from "yaml";
import { withoutDescriptions } from "../../../e2e/lab/custom-resource-definitions";

const definition = `
spec:
  schema:
    description: |-
      Text with an indented example:
        description: not a key

      and an empty line.
    properties:
      description:
        description: A field of this name, with a text
          on two lines
        type: string
      name:
        type: string
    required:
    - description
  served: true
`;

test("a definition loses its descriptions, and keeps a field of that name", () => {
  expect(parse(withoutDescriptions(definition))).toEqual({
    spec: {
      schema: {
        properties: { description: { type: "string" }, name: { type: "string" } },
        required: ["description"],
      },
      served: true,
    },
  });
});
