import type { Stage } from './stage.ts';

const label = 'typed before the session ended';

/** Two people change the same token at once. */
export const twoAdministrators = (stage: () => Stage): void => {
  it('who comes second sees both versions, and overwrites nothing unseen', async () => {
    const [one, other] = [await stage().enter('administrator'), await stage().enter('administrator')];
    for (const person of [one, other]) {
      await person.look(stage().at('/tokens'));
      await person.press(`Edit ${label}`);
    }
    // The second one has not read it anew when they save.
    const list = /\/mdm-tokens\?/;
    await other.page.route(list, (route) => route.abort());
    await one.fill('Label', 'as the first one has it');
    await other.fill('Label', 'as the second one has it');
    await one.press('Save');
    await one.sees('The token is changed');
    const saving = other.page.waitForResponse((response) => response.request().method() === 'PATCH');
    await other.press('Save');
    expect((await saving).status()).toBe(412);
    await other.page.unroute(list);
    await other.sees('Somebody else changed it while you were here.');
    await other.sees(/label as the first one has it/);
    expect(await other.page.getByLabel('Label', { exact: true }).inputValue()).toBe(
      'as the second one has it',
    );
    await other.press('Save');
    await other.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await other.page.getByRole('rowheader', { name: /as the second one has it/ }).waitFor();
    await Promise.all([one.context.close(), other.context.close()]);
  });
};
