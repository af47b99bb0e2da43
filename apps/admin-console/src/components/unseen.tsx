import styles from './unseen.module.css';

/** Read out, and not shown: what those who see the page know from where it stands. */
export const Unseen = ({ children }: { readonly children: string }) => (
  <span className={styles['unseen']}>{children}</span>
);
