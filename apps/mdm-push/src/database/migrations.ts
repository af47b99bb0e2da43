import { CreateMdmPush1764000000000 } from './1764000000000-create-mdm-push.ts';

/** In order. A released migration is never changed: what follows is a new one. */
export const migrations = [CreateMdmPush1764000000000];
