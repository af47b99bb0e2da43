import type { Seen } from './seen.ts';

/** What active devices presented last: by a token that counts, by one about to go, or by none. */
export const presentedIn = ({ byToken, activeDevices }: Seen['usage']) => {
  const by = (state: string) =>
    byToken.filter(({ token }) => token?.state === state).reduce((sum, { devices }) => sum + devices, 0);
  const [active, retiring] = [by('active'), by('retiring')];
  return { active, retiring, neither: activeDevices - active - retiring };
};
