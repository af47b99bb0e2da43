import { consolePath } from '../api/address.ts';

/** Ends the session here, then the issuer's own where it has one. */
export const signOut = async (): Promise<void> => {
  const response = await fetch(`${consolePath}/sign-out`, { method: 'POST' });
  const { continueAt } = (await response.json()) as { continueAt: string | null };
  location.assign(continueAt ?? `${consolePath}/signed-out`);
};
