import type { ConsoleSession } from '@mdm-gate/contracts';
import type { Stage } from './stage.ts';

/** The session ends in the middle of typing: signing in happens in another tab, and nothing is lost. */
export const endedSession = (stage: () => Stage): void => {
  it('what somebody was typing outlasts the end of their session', async () => {
    const [person, elsewhere] = [await stage().enter('administrator'), await stage().enter('administrator')];
    await person.look(stage().at('/tokens'));
    await person.press('New token');
    await person.fill('Label', 'typed before the session ended');

    await elsewhere.look('/sessions');
    const { gatewayUrl } = stage().stack;
    const { items } = (await (await elsewhere.page.request.get(`${gatewayUrl}/api/v1/sessions`)).json()) as {
      items: ConsoleSession[];
    };
    for (const { sessionId, current } of items)
      if (!current)
        await elsewhere.page.request.delete(`${gatewayUrl}/api/v1/sessions/${sessionId}`, {
          headers: { 'sec-fetch-site': 'same-origin' },
        });

    await person.press('Make it');
    const dialog = person.page.getByRole('dialog');
    await dialog.getByText('Your session has ended.').waitFor();
    const opening = person.context.waitForEvent('page');
    await dialog.getByRole('link', { name: 'Sign in again' }).click();
    const tab = await opening;
    // The identity provider still knows them: it asks nothing, and the tab closes by itself.
    if (!tab.isClosed()) await tab.waitForEvent('close');

    expect(await person.page.getByLabel('Label', { exact: true }).inputValue()).toBe(
      'typed before the session ended',
    );
    await person.press('Make it');
    await person.sees('The token is made');
    await person.press('Done');
    await person.sees('typed before the session ended');
    await Promise.all([person.context.close(), elsewhere.context.close()]);
  });
};
