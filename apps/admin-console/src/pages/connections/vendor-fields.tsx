import type { FormField } from '@mdm-gate/contracts';
import type { ApiProblem } from '../../api/api-problem.ts';
import { Select, TextArea, TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { CodedText } from '../../components/coded-text.tsx';
import { Stack } from '../../components/layout.tsx';
import { leavesOf, partsOf, textAt, type Leaf } from './form-leaves.ts';

type Given = Readonly<Record<string, unknown>>;

interface Drawn {
  /** What the names of the controls begin with. */
  readonly prefix: string;
  /** What is there already. */
  readonly given?: Given | undefined;
  readonly error: ApiProblem | null;
}

/** Draws what a vendor's form asks for. Values that are rarely needed stand behind a line that opens. */
export const VendorFields = ({
  fields,
  rareTitle,
  ...drawn
}: Drawn & { readonly fields: readonly FormField[]; readonly rareTitle: string }) => {
  const leaves = leavesOf(fields);
  const rare = leaves.filter((leaf) => !leaf.required);
  const isWrong = ({ path }: Leaf) => drawn.error?.issueOf(`${drawn.prefix}${path}`) !== undefined;
  return (
    <Stack>
      {leaves
        .filter((leaf) => leaf.required)
        .map((leaf) => (
          <Control key={leaf.path} leaf={leaf} {...drawn} />
        ))}
      {rare.length > 0 && (
        <details open={rare.some((leaf) => isWrong(leaf))}>
          <summary>{rareTitle}</summary>
          <Stack>
            {rare.map((leaf) => (
              <Control key={leaf.path} leaf={leaf} {...drawn} />
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
};

const asSecret = { type: 'password', autoComplete: 'new-password' } as const;

const choicesOf = ({ required, choices }: Leaf): readonly string[] => [...(required ? [] : ['']), ...choices];

const sharedBy = (leaf: Leaf, { prefix, given = {}, error }: Drawn) => ({
  label: leaf.label,
  name: `${prefix}${leaf.path}`,
  hint: <Hint leaf={leaf} />,
  error: error?.issueOf(`${prefix}${leaf.path}`),
  optional: !leaf.required,
  required: leaf.required,
  defaultValue: textAt(given, leaf.path),
});

const Control = ({ leaf, ...drawn }: Drawn & { readonly leaf: Leaf }) => {
  const shared = sharedBy(leaf, drawn);
  switch (leaf.kind) {
    case 'choice':
      return <Select {...shared} options={choicesOf(leaf).map((value) => ({ value, label: value }))} />;
    case 'long':
      return <TextArea {...shared} rows={4} placeholder={leaf.example} spellCheck={false} />;
    case 'list':
      return <TextArea {...shared} rows={2} placeholder={leaf.example} spellCheck={false} />;
    case 'number':
      return <TextField {...shared} type="number" placeholder={leaf.example} />;
    case 'text':
      return (
        <TextField
          {...shared}
          {...(leaf.secret ? asSecret : { type: 'text' })}
          placeholder={leaf.example}
          spellCheck={false}
        />
      );
  }
};

const Hint = ({ leaf }: { readonly leaf: Leaf }) => (
  <>
    <CodedText text={leaf.help} />
    {leaf.kind === 'list' && ' (one on each line)'}
    {leaf.whereToFind !== null && (
      <>
        <br />
        Find it at: {leaf.whereToFind}
      </>
    )}
  </>
);

/** What was entered, as the fields' schemas want it. Fields left empty are left out. */
export const enteredIn = (form: FormData, prefix: string, fields: readonly FormField[]): Given =>
  partsOf(leavesOf(fields), (path) => textIn(form, `${prefix}${path}`));

/** The fields that no longer say what is there already. */
export const touchedIn = (
  form: FormData,
  prefix: string,
  fields: readonly FormField[],
  given: Given,
): readonly FormField[] =>
  fields.filter((field) =>
    leavesOf([field]).some(({ path }) => textIn(form, `${prefix}${path}`) !== textAt(given, path)),
  );
