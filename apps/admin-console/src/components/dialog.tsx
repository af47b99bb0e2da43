import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

/** Something that asks for attention before anything else. It closes by its buttons, Escape, or a click beside it. */
export const Dialog = ({
  title,
  children,
  onClose,
  keepsOpen = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** What it shows would be lost: only its own buttons close it. */
  readonly keepsOpen?: boolean;
}) => (
  <Base.Root
    open
    disablePointerDismissal={keepsOpen}
    onOpenChange={(open, { reason }) => {
      if (!open && !(keepsOpen && reason === 'escape-key')) onClose();
    }}
  >
    <Base.Portal>
      <Base.Backdrop className={styles['backdrop']} />
      <Base.Popup className={styles['popup']}>
        <Base.Title className={styles['title']}>{title}</Base.Title>
        {children}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);
