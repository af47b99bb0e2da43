import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import styles from './toasts.module.css';

/** Short news of what was done; read out, and gone after a while. */
export const Toasts = ({ children }: { readonly children: ReactNode }) => (
  <Toast.Provider timeout={6_000}>
    {children}
    <Toast.Portal>
      <Toast.Viewport className={styles['place']}>
        <List />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

const List = () => {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles['toast']}>
      <Toast.Title className={styles['title']} />
      <Toast.Description />
      <Toast.Close className={styles['close']} aria-label="Close">
        ✕
      </Toast.Close>
    </Toast.Root>
  ));
};

export const useNews = (): ((title: string, description?: string) => void) => {
  const { add } = Toast.useToastManager();
  return (title, description) => {
    add({ title, ...(description === undefined ? {} : { description }) });
  };
};
