import { acts, mdmWords, type Asked, type Phone } from './phone.ts';
import type { ConnectionToEnter, ValueToEnter } from './values-to-enter.ts';

export interface PhonesPage {
  readonly organizations: readonly { readonly organizationId: string; readonly name: string }[];
  readonly chosen: string | null;
  readonly phones: readonly (Phone & { readonly holds: boolean })[];
  readonly connections: readonly ConnectionToEnter[];
  readonly asked: Asked | null;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const html = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; background: light-dark(#f6f7f6, #121716); color: light-dark(#17211f, #e7eceb);
    font: 400 0.9375rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  main { display: grid; gap: 16px; max-width: 960px; margin: 0 auto; padding: 24px 16px 64px; }
  h1, h2, h3, p { margin: 0; } h1 { font-size: 1.5rem; } h2 { font-size: 1.0625rem; } h3 { font-size: 0.9375rem; }
  section, .told { display: grid; gap: 12px; padding: 16px; border: 1px solid light-dark(#d9dfdd, #303a38); border-radius: 8px;
    background: light-dark(#fff, #1a2120); }
  .told { border-left: 4px solid light-dark(#0b6565, #5cc7c3); }
  table { width: 100%; border-collapse: collapse; } th, td { padding: 8px 12px 8px 0; text-align: start; vertical-align: top; }
  th { font-weight: 600; } tr + tr > * { border-top: 1px solid light-dark(#d9dfdd, #303a38); }
  .row { display: flex; flex-wrap: wrap; gap: 8px; }
  .soft { color: light-dark(#4d5a57, #a9b5b2); font-size: 0.8125rem; font-weight: 400; }
  button, select { min-height: 36px; padding: 6px 14px; border: 1px solid light-dark(#7a8784, #7d8a87); border-radius: 6px;
    background: light-dark(#fff, #1a2120); color: inherit; font: inherit; cursor: pointer; }
  :focus-visible { outline: 2px solid light-dark(#0b6565, #5cc7c3); outline-offset: 2px; }
  code { font-family: ui-monospace, monospace; font-size: 0.9em; }
`;

const told = ({ act, phone, presented, result }: Asked): string => `
    <div class="told" role="status"><p><strong>${result.decision === 'proceed' ? 'It goes on.' : 'It is halted.'}</strong>
      ${acts[act]}: <code>${html(phone.deviceId)}</code> presented ${presented}; the answer is
      <code>${result.decision}, ${result.reason}</code>. The console says the same under Devices, in words.</p></div>`;

const organizationChoice = ({ organizations, chosen }: PhonesPage): string =>
  organizations.length === 0
    ? '<p>There is no organization yet: create one in the console, then come back and reload this page.</p>'
    : `<label>They ask for the organization <select name="organizationId">${organizations
        .map(
          ({ organizationId, name }) =>
            `<option value="${html(organizationId)}"${organizationId === chosen ? ' selected' : ''}>${html(name)}</option>`,
        )
        .join('')}</select></label>`;

const platforms = { ios: 'iPhone', android: 'Android phone' } as const;

const phoneRow =
  (mayAsk: boolean) =>
  ({ deviceId, platform, managed, holds }: PhonesPage['phones'][number]): string => `
        <tr><th scope="row">${platforms[platform]}, ${managed === null ? 'managed by nobody' : mdmWords[managed.vendor]}<br>
          <code class="soft">${html(deviceId)}</code></th>
          <td>${holds ? 'holds a token' : 'holds no token'}</td>
          <td><div class="row">${(Object.keys(acts) as (keyof typeof acts)[])
            .map(
              (act) =>
                `<button name="${act}" value="${html(deviceId)}" aria-label="${acts[act]}, ${html(deviceId)}"${mayAsk ? '' : ' disabled'}>${acts[act]}</button>`,
            )
            .join('')}</div></td></tr>`;

const valueRow = ({ label, value, underMoreSettings }: ValueToEnter): string => `
        <tr><th scope="row">${html(label)}${underMoreSettings ? '<br><span class="soft">under More settings</span>' : ''}</th>
          <td><code>${html(value)}</code></td></tr>`;

const connectionTable = ({ mdm, values }: ConnectionToEnter): string => `
      <h3>${html(mdm)}</h3>
      <table aria-label="${html(mdm)}">${values.map((value) => valueRow(value)).join('')}
      </table>`;

/** The phones, and what connects the MDMs that manage them. */
export const phonesPage = (page: PhonesPage): string => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Simulated phones</title>
  <style>${style}</style>
</head>
<body>
  <main>
    <h1>Simulated phones</h1>
    <p>They stand in for your users' phones and the services that phones pair and authenticate with, on this machine only.</p>
    ${page.asked === null ? '' : told(page.asked)}
    <section aria-label="Phones">
      <h2>Let one pair</h2>
      <form method="post" action="/">
      ${organizationChoice(page)}
      <table aria-label="Phones">${page.phones.map(phoneRow(page.organizations.length > 0)).join('')}
      </table>
      </form>
    </section>
    <section aria-label="What to enter">
      <h2>What to enter in the console to connect their MDMs</h2>
      <p class="soft">What an administrator would look up in the console of each MDM.</p>
      ${page.connections.map((connection) => connectionTable(connection)).join('')}
    </section>
  </main>
</body>
</html>
`;
