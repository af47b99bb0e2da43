import { mdmVendorForms, type FormField } from '@mdm-gate/contracts';
import type { TypedInConnection } from '../story/vendor-connections.ts';

export interface ValueToEnter {
  readonly label: string;
  readonly value: string;
  /** The form shows it only after a line is opened. */
  readonly underMoreSettings: boolean;
}

export interface ConnectionToEnter {
  readonly mdm: string;
  readonly values: readonly ValueToEnter[];
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : String(value);

const valuesOf = (fields: readonly FormField[], given: object): readonly ValueToEnter[] => {
  const values = new Map<string, unknown>(Object.entries(given));
  return fields
    .filter(({ name }) => values.has(name))
    .map(({ name, label, required }) => ({
      label,
      value: textOf(values.get(name)),
      underMoreSettings: !required,
    }));
};

/** What is typed into the console to connect an MDM, in the words of its form. */
export const valuesToEnter = (connection: TypedInConnection): ConnectionToEnter => {
  const form = mdmVendorForms.find(({ vendor }) => vendor === connection.vendor);
  if (form === undefined) throw new Error(`There is no form for ${connection.vendor}`);
  const way = form.credentials.find(({ fields }) =>
    Object.keys(connection.credentials).every((name) => fields.some((field) => field.name === name)),
  );
  return {
    mdm: form.name,
    values: [
      ...valuesOf(form.settings, connection.settings),
      ...valuesOf(way?.fields ?? [], connection.credentials),
    ],
  };
};
