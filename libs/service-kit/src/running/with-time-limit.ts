import { CodedError } from '../errors/coded-error.ts';

/** The promise's outcome, or `timeout` when it takes longer. What it does goes on; only the waiting ends. */
export const withTimeLimit = async <Value>(promise: Promise<Value>, timeoutMs: number): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CodedError('timeout', `No outcome within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
};
