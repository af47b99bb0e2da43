import { Copy } from './copy.tsx';
import styles from './secret-value.module.css';

/** A token's value, while it may be seen. */
export const SecretValue = ({ value }: { readonly value: string }) => (
  <div className={styles['secret']}>
    <code>{value}</code>
    <Copy text={value} />
  </div>
);
