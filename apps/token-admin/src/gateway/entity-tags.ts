import { CodedError } from '@mdm-gate/service-kit';

export const entityTag = (version: number): string => `"${version}"`;

/** The versions that a caller is content with, or any, as he may say with `*`. */
export type SeenVersions = readonly number[] | 'any';

/** An element of the list: an entity tag, or nothing (RFC 9110, sections 5.6.1 and 8.8.3). */
const element = /\s*(?<tag>(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")?\s*(?:,|$)/y;

/**
 * Our tag is a version, whatever a proxy that compresses makes of it: nginx and others turn `"7"` into `W/"7"`, Apache and
 * Caddy into `"7-gzip"`. A foreign tag matches nothing.
 */
const ownTag = /^(?:W\/)?"(?<version>\d{1,10})(?:[-;:+](?:gzip|br|zstd|deflate))?"$/;

const elementsIn = (header: string): readonly string[] => {
  const tags: string[] = [];
  for (let position = 0; position < header.length; position = element.lastIndex) {
    element.lastIndex = position;
    const match = element.exec(header);
    if (match === null)
      throw new CodedError(
        'invalid-request',
        'If-Match must hold ETags as they came, with their quotation marks',
      );
    if (match.groups?.['tag'] !== undefined) tags.push(match.groups['tag']);
  }
  return tags;
};

/** What stands in an `If-Match` header (RFC 9110, section 13.1.1): `*`, or a list of entity tags. */
export const versionsIn = (header: string | undefined): SeenVersions => {
  if (header === undefined || header.trim() === '') throw new CodedError('if-match-required');
  if (header.trim() === '*') return 'any';
  return elementsIn(header)
    .map((tag) => ownTag.exec(tag)?.groups?.['version'])
    .filter((version) => version !== undefined)
    .map(Number);
};

/** Throws `precondition-failed` when the caller has seen another version than the current one. */
export const requireVersion = (versions: SeenVersions, current: number): void => {
  if (versions !== 'any' && !versions.includes(current)) throw new CodedError('precondition-failed');
};
