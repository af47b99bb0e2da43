import { randomBytes } from 'node:crypto';

/** The organization of the story. Another one each time: a database of one's own may still hold the last story. */
export const organizationId = `acme-${randomBytes(3).toString('hex')}`;
