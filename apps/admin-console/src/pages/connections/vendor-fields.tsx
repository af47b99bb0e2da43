import type { FormField } from '@mdm-gate/contracts';
import type { ApiProblem } from '../../api/api-problem.ts';
import { Select, TextArea, TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { Stack } from '../../components/layout.tsx';
import { leavesOf, partsOf, type Leaf } from './form-leaves.ts';

/** Draws what a vendor's form asks for. Values that are rarely needed stand behind a line that opens. */
export const VendorFields = ({
  prefix,
  fields,
  error,
}: {
  readonly prefix: string;
  readonly fields: readonly FormField[];
  readonly error: ApiProblem | null;
}) => {
  const leaves = leavesOf(fields);
  const rare = leaves.filter((leaf) => !leaf.required);
  return (
    <Stack>
      {leaves
        .filter((leaf) => leaf.required)
        .map((leaf) => (
          <Control key={leaf.path} leaf={leaf} prefix={prefix} error={error} />
        ))}
      {rare.length > 0 && (
        <details open={rare.some(({ path }) => error?.issueOf(`${prefix}.${path}`) !== undefined)}>
          <summary>{prefix === 'settings' ? 'More settings' : 'More about signing in'}</summary>
          <Stack>
            {rare.map((leaf) => (
              <Control key={leaf.path} leaf={leaf} prefix={prefix} error={error} />
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
};

const Control = ({
  leaf,
  prefix,
  error,
}: {
  readonly leaf: Leaf;
  readonly prefix: string;
  readonly error: ApiProblem | null;
}) => {
  const shared = {
    label: leaf.label,
    name: `${prefix}.${leaf.path}`,
    hint: <Hint leaf={leaf} />,
    error: error?.issueOf(`${prefix}.${leaf.path}`),
    optional: !leaf.required,
    required: leaf.required,
  };
  switch (leaf.kind) {
    case 'choice':
      return (
        <Select
          {...shared}
          options={[...(leaf.required ? [] : ['']), ...leaf.choices].map((value) => ({
            value,
            label: value,
          }))}
        />
      );
    case 'long':
    case 'list':
      return <TextArea {...shared} placeholder={leaf.example} spellCheck={false} />;
    case 'number':
      return <TextField {...shared} type="number" placeholder={leaf.example} />;
    case 'text':
      return (
        <TextField
          {...shared}
          type={leaf.secret ? 'password' : 'text'}
          autoComplete={leaf.secret ? 'new-password' : 'off'}
          placeholder={leaf.example}
          spellCheck={false}
        />
      );
  }
};

const Hint = ({ leaf }: { readonly leaf: Leaf }) => (
  <>
    {leaf.help}
    {leaf.whereToFind !== null && (
      <>
        <br />
        Find it at: {leaf.whereToFind}
      </>
    )}
  </>
);

/** What was entered, as the vendor's schema wants it. Fields left empty are left out. */
export const enteredIn = (
  form: FormData,
  prefix: string,
  fields: readonly FormField[],
): Readonly<Record<string, unknown>> =>
  partsOf(leavesOf(fields), (path) => textIn(form, `${prefix}.${path}`));
