import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import styles from './button.module.css';

interface AnchorProps extends Omit<ComponentProps<'a'>, 'className' | 'style'> {
  /** `plain`: it can be done as well, and is not the first thing to do. */
  readonly look?: 'primary' | 'plain';
}

const Anchor = ({ look = 'primary', ...props }: AnchorProps) => <a {...props} className={styles[look]} />;

/** Looks like a button and leads to another page of the console: the one thing to do next. */
export const ActLink = createLink(Anchor);
