import { TextField } from './field.tsx';
import { textIn } from './form-text.ts';

const fieldName = 'percent';

interface PercentFieldProps {
  readonly label: string;
  /** Between 0 and 1. */
  readonly share: number;
  readonly hint?: string;
  readonly error?: string | undefined;
}

/** A share, entered in per cent. A form has one at most. */
export const PercentField = ({ label, share, hint, error }: PercentFieldProps) => (
  <TextField
    label={label}
    name={fieldName}
    type="number"
    min={0}
    max={100}
    step={0.1}
    required
    defaultValue={Math.round(share * 1_000) / 10}
    hint={hint}
    error={error}
  />
);

/** The share that was entered there, between 0 and 1. */
export const shareIn = (form: FormData): number => Number(textIn(form, fieldName)) / 100;
