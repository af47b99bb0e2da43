import type { AccountConfig } from '../config.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const html = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; background: light-dark(#f6f7f6, #121716); color: light-dark(#17211f, #e7eceb);
    font: 400 0.9375rem/1.5 system-ui, sans-serif; }
  main { display: grid; gap: 16px; width: min(440px, calc(100vw - 32px)); box-sizing: border-box; margin: 14vh auto 32px;
    padding: 28px; border: 1px solid light-dark(#d9dfdd, #303a38); border-radius: 12px; background: light-dark(#fff, #1a2120); }
  h1, p { margin: 0; }
  h1 { font-size: 1.5rem; }
  form { display: grid; gap: 8px; }
  button { display: grid; padding: 10px 14px; border: 1px solid light-dark(#7a8784, #7d8a87); border-radius: 8px;
    background: none; color: inherit; font: inherit; text-align: start; overflow-wrap: anywhere; cursor: pointer; }
  button:hover { background: light-dark(#eef1f0, #0e1312); }
  button:focus-visible { outline: 2px solid light-dark(#0b6565, #5cc7c3); outline-offset: 2px; }
  span, .aside { color: light-dark(#4d5a57, #a9b5b2); font-size: 0.8125rem; }
`;

const person = ({ accountId, name, roles }: AccountConfig): string => `
      <button name="login" value="${html(accountId)}">
        <strong>${html(name ?? accountId)}</strong>
        <span>${html(roles.length === 0 ? 'no role' : roles.join(', '))}</span>
      </button>`;

/** Offers everybody there is: whoever tries something out need not know a name, and no password is asked for. */
export const signInPage = (
  action: string,
  accounts: readonly AccountConfig[],
  note = 'Choose who you are. It asks for no password: it stands in for your organization’s own provider on this machine.',
): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign in, local identity provider</title>
  <style>${style}</style>
</head>
<body>
  <main>
    <p class="aside">Local identity provider</p>
    <h1>Sign in</h1>
    <p>${html(note)}</p>
    <form method="post" action="${html(action)}">${accounts.map((account) => person(account)).join('')}
    </form>
  </main>
</body>
</html>
`;
