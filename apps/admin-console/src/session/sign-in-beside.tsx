import { signInAddress } from '../api/address.ts';

/** Signing in happens in a tab of its own, so that nothing that somebody was typing is lost. */
export const SignInBeside = () => (
  <a href={signInAddress('/console/welcome-back')} target="_blank" rel="opener">
    Sign in again
  </a>
);
