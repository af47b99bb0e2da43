import type { ServiceName } from '../identifiers.ts';

/** Replies to a service come to subjects of its own, which nobody else may hear. */
export const inboxOfService = (service: ServiceName): string => `_INBOX_${service}`;

/**
 * Replies to everybody else. They stand apart from the services' own, so that a service may answer whoever calls it and
 * still write into no other service's inbox.
 */
export const inboxOfCaller = (name: string): string => `_INBOX.${name}`;

/** Where replies may be sent at all: elsewhere a caller would have us publish in its place. */
export const isInbox = (subject: string): boolean => /^_INBOX(?:_[a-z-]+)?\./.test(subject);
