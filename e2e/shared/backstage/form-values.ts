/** A JSON Schema of a form, as far as it decides which values a person can enter. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
}

interface Form {
  readonly spec: { readonly parameters: readonly Schema[] };
}

/** Whether a form has a field, under any condition. */
export function hasField(form: object, key: string): boolean {
  return fieldsOf(form, key).length > 0;
}

/**
 * What the form sends for these values of a workflow template's parameters, with the address of the repository given.
 * @param form a Software Template
 */
export function formValues(
  form: object,
  parameters: Readonly<Record<string, string>>,
  team: string,
): Record<string, string | boolean> {
  const values = Object.entries(parameters)
    // A form leaves out empty fields, and doesn't ask what the environment decides.
    .filter(([key, value]) => value !== "" && hasField(form, key))
    .map(([key, value]) => [key, isFlag(form, key) ? value === "true" : value] as const);
  return {
    ...Object.fromEntries(values),
    argoNamespace: team,
    ...(hasField(form, "argoSource") && { argoSource: "another" }),
  };
}

function isFlag(form: object, key: string): boolean {
  return fieldsOf(form, key).some(({ type }) => type === "boolean");
}

function fieldsOf(form: object, key: string): Schema[] {
  const within = (schema: Schema | undefined): Schema[] =>
    schema === undefined
      ? []
      : [
          ...(schema.properties?.[key] ? [schema.properties[key]] : []),
          ...[...(schema.allOf ?? []), schema.then, schema.else].flatMap(within),
        ];
  return (form as Form).spec.parameters.flatMap(within);
}
