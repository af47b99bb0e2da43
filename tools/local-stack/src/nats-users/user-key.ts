import { createUser, fromSeed } from '@nats-io/nkeys';

/** The seed of a fresh nkey. It is the secret; the public key follows from it. */
export const freshSeed = (): string => Buffer.from(createUser().getSeed()).toString('utf8');

/** Throws when it is no seed of a user. */
export const publicKeyOf = (seed: string): string => fromSeed(Buffer.from(seed)).getPublicKey();
