/** Tables that the service may add to, and in which it may change nothing. */
export const appendOnly = ['audit_events', 'audit_keys'] as const;
