import { Person } from './fixtures/person.ts';
import { connections } from './fixtures/scenes/connections.ts';
import { endedSession } from './fixtures/scenes/ended-session.ts';
import { keyboardAlone } from './fixtures/scenes/keyboard.ts';
import { everyPage } from './fixtures/scenes/every-page.ts';
import { firstLabel, newUser } from './fixtures/scenes/new-user.ts';
import { plannedRotations } from './fixtures/scenes/planned-rotations.ts';
import { eachRole } from './fixtures/scenes/roles.ts';
import { longNames } from './fixtures/scenes/long-names.ts';
import { drifts } from './fixtures/scenes/drifts.ts';
import { slowNetwork } from './fixtures/scenes/slow-network.ts';
import { rotationBegins, rotationEnds, rotationHeld } from './fixtures/scenes/rotation.ts';
import { Stage } from './fixtures/scenes/stage.ts';
import { tokensMendedAndRevoked } from './fixtures/scenes/tokens.ts';
import { twoAdministrators } from './fixtures/scenes/two-administrators.ts';

describe('the console', () => {
  let stage: Stage;
  let person: Person;

  beforeAll(async () => {
    stage = await Stage.set();
    person = await Person.at(stage.browser, stage.stack.gatewayUrl);
  }, 900_000);
  afterAll(() => stage.clear(), 120_000);

  it('asks who one is before it shows anything', async () => {
    await person.open('/organizations/somebody-elses/tokens');
    await person.sees('Only devices that your MDM manages pair and authenticate.');
    expect(await person.findings()).toEqual([]);
  });

  const theStage = () => stage;
  newUser(theStage, () => person);

  it('shows what was done, and that the trail is whole', async () => {
    await person.goTo('Activity');
    const done = (what: string) => person.page.getByRole('rowheader', { name: what, exact: true });
    await done('Set the policy').first().waitFor();
    // What services do by themselves is not among it, and each connection is there once, begun and done.
    expect(await done('Took a value to write it into an MDM').count()).toBe(0);
    expect(await done('Connected an MDM').count()).toBe(3);
    await person.page.getByLabel('Who', { exact: true }).selectOption('services');
    await done('Took a value to write it into an MDM').first().waitFor();
    expect(new URL(person.page.url()).searchParams.get('who')).toBe('services');
    await person.press('Verify');
    await person.sees(/events are as they were written/);
  });

  connections(theStage);
  eachRole(theStage);
  endedSession(theStage);
  twoAdministrators(theStage);
  tokensMendedAndRevoked(theStage);
  keyboardAlone(theStage);
  drifts(theStage);
  slowNetwork(theStage);
  rotationBegins(theStage);
  rotationHeld(theStage);

  everyPage(theStage);
  rotationEnds(theStage);
  plannedRotations(theStage);
  longNames(theStage);

  it('leads from the address of a page through signing in to that page', async () => {
    const visitor = await Person.at(stage.browser, stage.stack.gatewayUrl);
    await visitor.signIn('platform', stage.at(''));
    await visitor.page.getByRole('heading', { level: 1, name: 'Acme Europe' }).waitFor();
    await visitor.context.close();
  });

  it('says that the server is away, keeps what was seen, and goes on by itself', async () => {
    await person.goTo('Tokens');
    await person.sees(firstLabel);
    const pid = stage.stack.pids['token-admin'] ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      await person.page.getByText('The server does not answer.').first().waitFor();
      await person.sees(firstLabel);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await person.page.getByText('The server does not answer.').first().waitFor({ state: 'hidden' });
  }, 600_000);

  it('is the same under both names of this machine', async () => {
    const { gatewayUrl } = stage.stack;
    const visitor = await Person.at(stage.browser, gatewayUrl.replace('127.0.0.1', 'localhost'));
    await visitor.signIn('viewer');
    await visitor.page.getByRole('heading', { level: 1, name: 'Organizations' }).waitFor();
    expect(new URL(visitor.page.url()).hostname).toBe('localhost');
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });

  it('says so when signing out failed, and goes on', async () => {
    const visitor = await stage.enter('platform');
    const menu = visitor.page.getByRole('button', { name: 'Platform administrator' });
    const signOut = visitor.page.getByRole('menuitem', { name: 'Sign out' });
    await visitor.open('/');
    await menu.click();
    await visitor.context.setOffline(true);
    await signOut.click();
    await visitor.sees('You may still be signed in.');
    await visitor.context.setOffline(false);
    await menu.click();
    await signOut.click();
    await visitor.page.waitForURL(/\/(?:session\/end|console\/signed-out)/);
    await visitor.context.close();
  });

  it('ends with signing out, everywhere', async () => {
    await person.page.getByRole('button', { name: 'Platform administrator' }).click();
    await person.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await person.page.waitForURL(/\/(?:session\/end|console\/signed-out)/);
    await person.open('/');
    await person.sees('Sign in with your organization');
    expect([...person.complaints, ...stage.complaints()]).toEqual([]);
  });
});
