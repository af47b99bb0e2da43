import { consolePath } from '../api/address.ts';
import { exchange } from '../api/exchange.ts';

const timeLimitMs = 10_000;

/** Ends the session here, then the issuer's own where it has one. Throws ApiProblem when it did not end. */
export const signOut = async (): Promise<void> => {
  const response = await exchange(`${consolePath}/sign-out`, { method: 'POST' }, timeLimitMs);
  const { continueAt } = (await response.json()) as { continueAt: string | null };
  location.assign(continueAt ?? `${consolePath}/signed-out`);
};
