import { CreateTokenAdmin1764000000000 } from './1764000000000-create-token-admin.ts';

/** In order. A released migration is never changed: what follows is a new one. */
export const migrations = [CreateTokenAdmin1764000000000];
