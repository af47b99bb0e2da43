import type { MdmVendorForm } from '@mdm-gate/contracts';
import { useState } from 'react';
import type { ApiProblem } from '../../api/api-problem.ts';
import { Select } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { Stack } from '../../components/layout.tsx';
import { enteredIn, VendorFields } from './vendor-fields.tsx';

const prefix = 'credentials.';
const wayName = 'way';

/** One of the ways in which the vendor lets us sign in, and what it needs. */
export const SignInBy = ({
  form: { credentials },
  error,
}: {
  readonly form: MdmVendorForm;
  readonly error: ApiProblem | null;
}) => {
  const [way, setWay] = useState(0);
  return (
    <Stack>
      {credentials.length > 1 && (
        <Select
          label="Sign in by"
          name={wayName}
          value={String(way)}
          onChange={(event) => {
            setWay(Number(event.target.value));
          }}
          options={credentials.map(({ title }, index) => ({ value: String(index), label: title }))}
        />
      )}
      <VendorFields
        key={way}
        prefix={prefix}
        fields={credentials[way]?.fields ?? []}
        rareTitle="More about signing in"
        error={error}
      />
    </Stack>
  );
};

export const credentialsIn = (entered: FormData, { credentials }: MdmVendorForm) => {
  const way = credentials[Number(textIn(entered, wayName))] ?? credentials[0];
  return enteredIn(entered, prefix, way?.fields ?? []);
};
