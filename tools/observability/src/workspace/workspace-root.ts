import { join } from 'node:path';

/** The folder of the root package.json. */
export const workspaceRoot = join(import.meta.dirname, '../../../..');
