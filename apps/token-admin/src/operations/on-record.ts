const recorded = new WeakSet<object>();

/** Notes that the audit trail already has this refusal, in the transaction that ended the operation. */
export const onRecord = (error: unknown): unknown => {
  if (typeof error === 'object' && error !== null) recorded.add(error);
  return error;
};

export const isOnRecord = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && recorded.has(error);
