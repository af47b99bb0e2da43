import { PermissionViolationError, type NatsConnection, type Status } from '@nats-io/transport-node';

export interface ConnectionProblem {
  readonly type: 'error' | 'slowConsumer';
  readonly reason: string;
  /** What we may not do, if that is the problem. */
  readonly denied?: PermissionViolationError;
}

/**
 * Resolves with the reason as soon as the connection is lost: also when pings go unanswered, because the client itself
 * may then wait without end for its last bytes to be sent. Problems that leave the connection alive are passed on.
 */
export const untilLost = async (
  connection: NatsConnection,
  report: (problem: ConnectionProblem) => void,
): Promise<string> => {
  for await (const status of connection.status()) {
    const reason = lossIn(status);
    if (reason !== undefined) return reason;
    const problem = problemIn(status);
    if (problem !== undefined) report(problem);
  }
  const error = await connection.closed();
  return error instanceof Error ? error.message : 'closed';
};

const lossIn = (status: Status): string | undefined => {
  if (status.type === 'staleConnection') return 'pings are not answered';
  if (status.type === 'disconnect') return 'the server closed it';
  return undefined;
};

const problemIn = (status: Status): ConnectionProblem | undefined => {
  if (status.type === 'error') {
    const { error } = status;
    return {
      type: 'error',
      reason: error.message,
      ...(error instanceof PermissionViolationError && { denied: error }),
    };
  }
  if (status.type === 'slowConsumer')
    return { type: 'slowConsumer', reason: `${status.pending} messages wait on ${status.sub.getSubject()}` };
  return undefined;
};
