import type { ReactNode } from 'react';
import styles from './filter-bar.module.css';

/** What a list is narrowed by, in a row above it. */
export const FilterBar = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles['bar']} role="search">
    {children}
  </div>
);
