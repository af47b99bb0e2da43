import { policyChanged, type PolicyChanged } from './policy-changed.ts';
import { tokenChanged, type TokenChanged } from './token-changed.ts';
import { tokenCreated, type TokenCreated } from './token-created.ts';
import { tokenRevoked, type TokenRevoked } from './token-revoked.ts';

/** Every event of token-admin carries the whole active set that resulted from it: applying it is "replace if newer". */
export const activeSetEvents = [policyChanged, tokenChanged, tokenCreated, tokenRevoked] as const;
export type ActiveSetEvent = PolicyChanged | TokenChanged | TokenCreated | TokenRevoked;
