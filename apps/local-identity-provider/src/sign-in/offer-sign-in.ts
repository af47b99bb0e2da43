import { text } from 'node:stream/consumers';
import type { Configuration, default as Provider } from 'oidc-provider';
import type { AccountConfig } from '../config.ts';
import { signInPage } from './sign-in-page.ts';

const folder = '/sign-in/';

/** Where people are sent to say who they are. */
export const signInAddress: NonNullable<NonNullable<Configuration['interactions']>['url']> = (
  _context,
  { uid },
) => `${folder}${uid}`;

/** Serves the page there, and takes what is chosen on it. */
export function offerSignIn(provider: Provider, accounts: readonly AccountConfig[]): void {
  provider.use(async (context, next) => {
    if (!context.path.startsWith(folder)) {
      await next();
      return;
    }
    await provider.interactionDetails(context.req, context.res);
    const login =
      context.method === 'POST' ? new URLSearchParams(await text(context.req)).get('login') : null;
    if (accounts.some(({ accountId }) => accountId === login)) {
      context.respond = false;
      const result = { login: { accountId: login ?? '' } };
      await provider.interactionFinished(context.req, context.res, result, {
        mergeWithLastSubmission: false,
      });
      return;
    }
    context.status = login === null ? 200 : 400;
    context.set('cache-control', 'no-store');
    context.type = 'html';
    context.body = signInPage(
      context.path,
      accounts,
      login === null ? undefined : 'There is nobody of that name.',
    );
  });
}
