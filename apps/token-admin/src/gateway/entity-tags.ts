import { CodedError } from '@mdm-gate/service-kit';

export const entityTag = (version: number): string => `"${version}"`;

const strongTag = /^"(\d{1,10})"$/;

/**
 * The versions in an `If-Match` header (RFC 9110, section 13.1.1). A weak or foreign tag matches none.
 * `*` is not taken: it says "whatever it is by now", which is what If-Match is here to prevent.
 */
export const versionsIn = (header: string | undefined): readonly number[] => {
  if (header === undefined || header.trim() === '') throw new CodedError('if-match-required');
  if (header.trim() === '*') {
    throw new CodedError('if-match-required', 'If-Match needs the ETag that you read; "*" is not taken');
  }
  return header
    .split(',')
    .map((tag) => strongTag.exec(tag.trim())?.[1])
    .filter((version) => version !== undefined)
    .map(Number);
};

/** Throws `precondition-failed` when the caller has seen another version than the current one. */
export const requireVersion = (versions: readonly number[], current: number): void => {
  if (!versions.includes(current)) throw new CodedError('precondition-failed');
};
