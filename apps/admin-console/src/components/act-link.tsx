import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import styles from './button.module.css';

const Anchor = (props: Omit<ComponentProps<'a'>, 'className' | 'style'>) => (
  <a {...props} className={styles['primary']} />
);

/** Looks like a button and leads to another page of the console: the one thing to do next. */
export const ActLink = createLink(Anchor);
