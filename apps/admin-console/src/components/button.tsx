import type { ComponentProps } from 'react';
import styles from './button.module.css';

type Look = 'primary' | 'plain' | 'danger';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'style' | 'type'> {
  readonly look?: Look;
  readonly submits?: boolean;
  /** Something is under way: it says so and cannot be pressed again. */
  readonly busy?: boolean;
}

export const Button = ({ look = 'plain', submits = false, busy = false, ...rest }: ButtonProps) => (
  <button
    {...rest}
    type={submits ? 'submit' : 'button'}
    className={styles[look]}
    disabled={busy || rest.disabled === true}
    aria-busy={busy}
  />
);

interface LinkButtonProps {
  readonly href: string;
  readonly look?: Look;
  readonly children: string;
}

/** Looks like a button and leaves the console's own pages. */
export const LinkButton = ({ href, look = 'primary', children }: LinkButtonProps) => (
  <a href={href} className={styles[look]}>
    {children}
  </a>
);
