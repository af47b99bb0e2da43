import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Instant } from './instant.tsx';
import styles from './loaded.module.css';
import { Stack } from './layout.tsx';
import { ProblemNotice } from './problem.tsx';

/** Whether it is known what there is to show: what was read, or why not. */
export const isKnown = ({ data, failureReason }: Pick<UseQueryResult, 'data' | 'failureReason'>): boolean =>
  data !== undefined || failureReason !== null;

/** It is on its way. */
export const Reading = () => (
  <p className={styles['waiting']} role="status">
    Reading …
  </p>
);

/** What was read; while the server is away, what was read before, and since when it is so. */
export const Loaded = <Data,>({
  query,
  children,
}: {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'failureReason' | 'dataUpdatedAt'>;
  readonly children: (data: Data) => ReactNode;
}) => {
  // Told at the first failure, while it is still tried again.
  const { data, failureReason: error, dataUpdatedAt } = query;
  if (data === undefined) return error === null ? <Reading /> : <ProblemNotice error={error} />;
  return (
    <Stack>
      {error !== null && (
        <>
          <ProblemNotice error={error} />
          <p>
            The figures below are of <Instant at={new Date(dataUpdatedAt).toISOString()} />.
          </p>
        </>
      )}
      {children(data)}
    </Stack>
  );
};
