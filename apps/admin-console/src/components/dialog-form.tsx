import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Row, Stack } from './layout.tsx';
import styles from './dialog-form.module.css';
import { ProblemNotice } from './problem.tsx';

/** The end stays in sight however long the form is: what went wrong above it must be, too. */
const intoView = (element: HTMLElement | null): void => {
  element?.scrollIntoView({ block: 'nearest' });
};

/** What a dialog asks for, and its end: what went wrong, the way back, and the act. */
export const DialogForm = ({
  error,
  act,
  look = 'primary',
  busy,
  disabled = false,
  onSubmit,
  onCancel,
  children,
}: {
  readonly error: Error | null;
  readonly act: string;
  readonly look?: 'primary' | 'danger';
  readonly busy: boolean;
  /** Something has to be known or said before it can be done. */
  readonly disabled?: boolean;
  readonly onSubmit: (entered: FormData) => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      // Enter submits a form even while its button is disabled.
      if (!busy && !disabled) onSubmit(new FormData(event.currentTarget));
    }}
  >
    <Stack>
      {children}
      {error !== null && (
        <div ref={intoView}>
          <ProblemNotice error={error} />
        </div>
      )}
      <div className={styles['end']}>
        <Button onClick={onCancel}>Cancel</Button>
        <Button look={look} submits busy={busy} disabled={disabled}>
          {act}
        </Button>
      </div>
    </Stack>
  </form>
);

/** The end of a dialog that has nothing to ask any more. */
export const DialogEnd = ({ onClose }: { readonly onClose: () => void }) => (
  <Row end>
    <Button look="primary" onClick={onClose}>
      Done
    </Button>
  </Row>
);
