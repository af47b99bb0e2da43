import type { ReactNode } from 'react';
import styles from './notice.module.css';

export type Tone = 'good' | 'info' | 'warn' | 'bad';

const shapes: Readonly<Record<Tone, string>> = { good: '✓', info: 'i', warn: '!', bad: '✕' };

/** Something to know. Its weight is told by shape and word too, never by colour alone. */
export const Notice = ({
  tone = 'info',
  title,
  children,
  action,
}: {
  readonly tone?: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) => (
  <div className={styles[tone]} role={tone === 'bad' ? 'alert' : 'status'}>
    <span className={styles['shape']} aria-hidden>
      {shapes[tone]}
    </span>
    <div className={styles['text']}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
    {action !== undefined && <div>{action}</div>}
  </div>
);

/** A state in one word, with a shape of its own. */
export const State = ({ tone, children }: { readonly tone: Tone | 'none'; readonly children: string }) => (
  <span className={styles['state']} data-tone={tone}>
    <span aria-hidden>{tone === 'none' ? '○' : shapes[tone]}</span> {children}
  </span>
);
