import type { ReactNode } from 'react';
import styles from './layout.module.css';

/** The head of a page: its name, the one question it answers, and what can be done. */
export const PageHead = ({
  title,
  question,
  actions,
}: {
  readonly title: string;
  readonly question?: string;
  readonly actions?: ReactNode;
}) => (
  <header className={styles['head']}>
    <div>
      <h1 tabIndex={-1}>{title}</h1>
      {question !== undefined && <p className={styles['question']}>{question}</p>}
    </div>
    {actions !== undefined && <div className={styles['row']}>{actions}</div>}
  </header>
);

export const Sheet = ({
  title,
  actions,
  children,
}: {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) => (
  <section className={styles['sheet']} aria-label={title}>
    {title !== undefined && (
      <div className={styles['sheetHead']}>
        <h2>{title}</h2>
        {actions}
      </div>
    )}
    {children}
  </section>
);

export const Stack = ({
  children,
  tight = false,
}: {
  readonly children: ReactNode;
  readonly tight?: boolean;
}) => <div className={tight ? styles['tight'] : styles['stack']}>{children}</div>;

export const Row = ({ children, end = false }: { readonly children: ReactNode; readonly end?: boolean }) => (
  <div className={end ? styles['rowEnd'] : styles['row']}>{children}</div>
);

/** Beside one another where there is room. */
export const Columns = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles['columns']}>{children}</div>
);

/** What is not as important as the rest. */
export const Soft = ({ children }: { readonly children: ReactNode }) => (
  <span className={styles['soft']}>{children}</span>
);

/** Names and values, one under the other where there is little room. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) => (
  <dl className={styles['facts']}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
