import { consolePath } from '../api/address.ts';
import { exchange } from '../api/exchange.ts';
import { useNews } from '../components/toasts.tsx';

const timeLimitMs = 10_000;

/** Throws ApiProblem when the server does not say that the session ended. */
const signOut = async (): Promise<void> => {
  const response = await exchange(`${consolePath}/sign-out`, { method: 'POST' }, timeLimitMs);
  const { continueAt } = (await response.json()) as { continueAt: string | null };
  location.assign(continueAt ?? `${consolePath}/signed-out`);
};

/** Ends the session here, then the issuer's own where it has one; tells when it may not have ended. */
export const useSignOut = (): (() => void) => {
  const news = useNews();
  return () => {
    signOut().catch(() => {
      news('You may still be signed in.', 'The server did not say that your session ended. Try again.');
    });
  };
};
