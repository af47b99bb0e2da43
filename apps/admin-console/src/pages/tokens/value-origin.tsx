import { useState } from 'react';
import { Choice, TextField } from '../../components/field.tsx';
import { Stack } from '../../components/layout.tsx';
import { weaknessOf } from './given-value.ts';

/** The value of a token, as somebody enters it; what makes it easy to guess is said as they type. */
export const ValueField = ({ error }: { readonly error: string | undefined }) => {
  const [given, setGiven] = useState('');
  return (
    <TextField
      label="Value"
      name="value"
      required
      minLength={8}
      maxLength={256}
      value={given}
      onChange={(event) => {
        setGiven(event.target.value);
      }}
      spellCheck={false}
      hint={<span aria-live="polite">{weaknessOf(given) ?? '8 to 256 printable ASCII characters.'}</span>}
      error={error}
    />
  );
};

/** Where the value of a new token comes from. */
export const ValueOrigin = ({ error }: { readonly error: string | undefined }) => {
  const [origin, setOrigin] = useState('generated');
  return (
    <>
      <Stack tight>
        <Choice
          name="origin"
          value="generated"
          label="Generate the value"
          checked={origin === 'generated'}
          onChoose={setOrigin}
        >
          256 random bits. Nobody has to type it: it is written into your MDMs.
        </Choice>
        <Choice
          name="origin"
          value="manual"
          label="Enter a value"
          checked={origin === 'manual'}
          onChoose={setOrigin}
        >
          One that devices have already, for example from another product.
        </Choice>
      </Stack>
      {origin === 'manual' && <ValueField error={error} />}
    </>
  );
};
