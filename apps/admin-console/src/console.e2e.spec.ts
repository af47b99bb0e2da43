import type { Browser } from 'playwright-core';
import { startChromium } from './fixtures/chromium.ts';
import { Person } from './fixtures/person.ts';
import { startStack, type RunningStack } from './fixtures/running-stack.ts';

describe('the console, from an empty organization to an enforced policy', () => {
  let stack: RunningStack;
  let browser: Browser;
  let person: Person;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), startChromium()]);
    person = await Person.at(browser, stack.gatewayUrl);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  }, 60_000);

  const pages = ['', '/set-up', '/tokens', '/rotations', '/devices', '/connections', '/policy', '/activity'];

  it('asks who one is before it shows anything', async () => {
    await person.open('/organizations/acme/tokens');
    await person.sees('Only devices that your MDM manages pair and authenticate.');
    expect(await person.findings()).toEqual([]);
  });

  it('leads from signing in to a new organization', async () => {
    await person.signIn('platform');
    await person.press('New organization');
    await person.fill('Name', 'Acme');
    await person.fill('Id', 'acme');
    await person.press('Create');
    await person.sees('What is the next step?');
    expect(new URL(person.page.url()).pathname).toBe('/console/organizations/acme/set-up');
  });

  it('connects an MDM by the form of its vendor', async () => {
    await person.goTo('Connections');
    await person.press('Connect an MDM');
    await person.page.getByLabel('MDM', { exact: true }).selectOption('other');
    await person.fill('Name', 'Our own MDM');
    await person.press('Connect');
    await person.page.getByRole('region', { name: 'Our own MDM' }).waitFor();
  });

  it('makes a token, shows its value once, and says where it is needed', async () => {
    await person.goTo('Tokens');
    await person.press('New token');
    await person.fill('Label', 'autumn <b>2026</b> עברית');
    await person.press('Make it');
    await person.sees('The token is made');
    await person.press('Done');
    await person.sees('autumn <b>2026</b>');
    await person.goTo('Connections');
    await person.sees('Needs you');
    for (const platform of ['iOS', 'Android']) await person.press(`It is entered there, ${platform}`);
    await person.page.getByText('Held').nth(1).waitFor();
  });

  it('monitors, then enforces', async () => {
    await person.goTo('Policy');
    for (const [mode, word] of [
      ['monitor', 'Monitor'],
      ['enforce', 'Enforce'],
    ] as const) {
      await person.page.locator(`input[value=${mode}]`).check();
      await person.page.getByRole('button', { name: `Set to: ${word}`, exact: true }).click();
      await person.page.getByText(`It is set to: ${word}`, { exact: true }).waitFor();
    }
    await person.page.getByRole('link', { name: 'Overview' }).click();
    await person.sees(/^Enforcing\. .*One token is active\./);
  });

  it('shows what was done, and that the trail is whole', async () => {
    await person.goTo('Activity');
    await person.sees('Set the policy');
    await person.press('Verify');
    await person.sees(/events are as they were written/);
  });

  it.each([
    ['light, wide', { width: 1440, dark: false }],
    ['dark, wide', { width: 1440, dark: true }],
    ['light, narrow', { width: 360, dark: false }],
    ['dark, narrow', { width: 360, dark: true }],
  ] as const)('is accessible on every page and fits: %s', async (_, look) => {
    const visitor = await Person.at(browser, stack.gatewayUrl, look);
    await visitor.signIn('platform');
    for (const path of ['/', '/sessions', ...pages.map((each) => `/organizations/acme${each}`)]) {
      await visitor.open(path);
      await visitor.page.getByRole('heading', { level: 1 }).waitFor();
      await visitor.page.getByText('Reading …').waitFor({ state: 'hidden' });
      expect([path, await visitor.findings()]).toEqual([path, []]);
      expect([path, await visitor.scrollsSideways()]).toEqual([path, false]);
    }
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });

  it('says that the server is away, keeps what was seen, and goes on by itself', async () => {
    await person.goTo('Tokens');
    const pid = stack.pids['token-admin'] ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await person.page.getByText('The server does not answer.').first().waitFor({ timeout: 90_000 });
      await person.sees('autumn <b>2026</b>');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await person.page
      .getByText('The server does not answer.')
      .first()
      .waitFor({ state: 'hidden', timeout: 60_000 });
  }, 180_000);

  it('ends with signing out, everywhere', async () => {
    await person.page.getByRole('button', { name: 'Platform administrator' }).click();
    await person.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await person.page.waitForURL(/\/(?:session\/end|console\/signed-out)/);
    await person.open('/');
    await person.sees('Sign in with your organization');
    expect(person.complaints).toEqual([]);
  });
});
