import type { ReactNode } from 'react';
import { Row, Stack } from './layout.tsx';

/** Nothing there yet: what it would be for, and the first step. */
export const Empty = ({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) => (
  <Stack tight>
    <h2>{title}</h2>
    <div>{children}</div>
    {action !== undefined && <Row>{action}</Row>}
  </Stack>
);
