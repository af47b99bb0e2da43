import { useId, type ComponentProps, type ReactNode } from 'react';
import styles from './field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

const wiringOf = (id: string, hasHint: boolean, hasError: boolean): Wiring => {
  const describedBy = [...(hasHint ? [`${id}-hint`] : []), ...(hasError ? [`${id}-error`] : [])].join(' ');
  return {
    id,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(hasError ? { 'aria-invalid': true } : {}),
  };
};

/** Label, control, what helps to fill it in, and what is wrong with it. */
const Frame = ({
  label,
  hint,
  error,
  optional = false,
  control,
}: FieldProps & { readonly control: (wiring: Wiring) => ReactNode }) => {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>
        {label}
        {optional && <span className={styles['optional']}> optional</span>}
      </label>
      {control(wiringOf(id, hint !== undefined, error !== undefined))}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
};

type InputProps = FieldProps & Omit<ComponentProps<'input'>, 'className' | 'style' | 'id'>;

export const TextField = ({ label, hint, error, optional, ...input }: InputProps) => (
  <Frame
    {...given({ label, hint, error, optional })}
    control={(wiring) => <input autoComplete="off" {...input} {...wiring} className={styles['control']} />}
  />
);

type AreaProps = FieldProps & Omit<ComponentProps<'textarea'>, 'className' | 'style' | 'id'>;

export const TextArea = ({ label, hint, error, optional, ...area }: AreaProps) => (
  <Frame
    {...given({ label, hint, error, optional })}
    control={(wiring) => <textarea rows={4} {...area} {...wiring} className={styles['control']} />}
  />
);

interface SelectProps extends FieldProps, Omit<ComponentProps<'select'>, 'className' | 'style' | 'id'> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export const Select = ({ label, hint, error, optional, options, ...select }: SelectProps) => (
  <Frame
    {...given({ label, hint, error, optional })}
    control={(wiring) => (
      <select {...select} {...wiring} className={styles['control']}>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    )}
  />
);

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly children?: ReactNode;
  readonly checked: boolean;
  readonly onChoose: (value: string) => void;
}

/** One of several, with a sentence of what it means. */
export const Choice = ({ name, value, label, children, checked, onChoose }: ChoiceProps) => (
  <label className={styles['choice']}>
    <input
      type="radio"
      name={name}
      value={value}
      checked={checked}
      onChange={() => {
        onChoose(value);
      }}
    />
    <span>
      <strong>{label}</strong>
      {children !== undefined && <span className={styles['hint']}>{children}</span>}
    </span>
  </label>
);

interface GivenFields {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: string | undefined;
  readonly optional: boolean | undefined;
}

const given = ({ label, hint, error, optional }: GivenFields): FieldProps => ({
  label,
  ...(hint === undefined ? {} : { hint }),
  ...(error === undefined ? {} : { error }),
  ...(optional === undefined ? {} : { optional }),
});
