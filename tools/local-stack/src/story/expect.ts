import { isDeepStrictEqual, inspect } from 'node:util';

/** Throws with both sides when what was observed is not what the product promises. Never call it with a token's value. */
export const expectEqual = (what: string, observed: unknown, promised: unknown): void => {
  if (isDeepStrictEqual(observed, promised)) return;
  throw new Error(`${what}\n  promised: ${inspect(promised)}\n  observed: ${inspect(observed)}`);
};

/** Compares secrets without ever printing them. */
export const expectSameSecret = (what: string, observed: string | null, promised: string): void => {
  if (observed !== promised)
    throw new Error(`${what}: ${observed === null ? 'there is none' : 'it is another one'}`);
};
