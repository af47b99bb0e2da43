import type { Stage } from './stage.ts';

const stepOn = 'Go on';

/** A new token is on its way, with devices that are left behind. */
export const rotationBegins = (stage: () => Stage): void => {
  it('a rotation is started, and who is left behind is named', async () => {
    const person = await stage().enter('administrator');
    const hearing = person.page.waitForResponse((response) => response.url().includes('/console/changes/'));
    await person.look(stage().at('/rotations'));
    expect((await hearing).status()).toBe(200);
    await person.press('Start a rotation');
    await person.fill('Label', 'the next one');
    await person.page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    await person.sees('The rotation has begun');
    await person.press('Done');
    await person.page.getByRole('heading', { level: 2, name: 'the next one' }).waitFor();
    await person.page
      .getByRole('listitem')
      .filter({ hasText: 'Adopting' })
      .and(person.page.locator('[aria-current=step]'))
      .waitFor({ timeout: 60_000 });
    await person.page.getByRole('table', { name: 'Stragglers' }).waitFor();
    await person.context.close();
  }, 120_000);
};

/** From devices that take the new token up to the end of the old ones. */
export const rotationEnds = (stage: () => Stage): void => {
  it('a rotation ends after saying how many devices that halts', async () => {
    const person = await stage().enter('administrator');
    await person.look(stage().at('/rotations'));
    await person.press(stepOn);
    await person.sees(/Begin the grace time/);
    await person.page.getByRole('dialog').getByRole('button', { name: stepOn }).click();
    await person.page.getByText(/^Grace time\. /).waitFor();

    await person.page.getByRole('main').getByRole('button', { name: stepOn }).click();
    const dialog = person.page.getByRole('dialog');
    await dialog.getByText(/would be halted\.$/).waitFor();
    const act = dialog.getByRole('button', { name: stepOn });
    expect(await act.isDisabled()).toBe(true);
    const asked =
      (await dialog
        .getByLabel(/^Type \d+ to halt them$/)
        .evaluate((field) => field.closest('div')?.querySelector('label')?.textContent)) ?? '';
    await dialog.getByLabel(/^Type \d+ to halt them$/).fill(/\d+/.exec(asked)?.[0] ?? '');
    await act.click();
    await person.sees('No rotation is under way');
    await person.page
      .getByRole('table', { name: 'Earlier rotations' })
      .getByText('Completed')
      .first()
      .waitFor();
    await person.context.close();
  }, 180_000);

  it('a device that was left behind is told why it is halted, and what to do', async () => {
    const person = await stage().enter('operator');
    await person.look(stage().at('/devices?decision=halt'));
    await person.page
      .getByRole('button', { name: /^Why, / })
      .first()
      .click();
    await person.page.getByRole('dialog').getByText('Last went on').waitFor();
    await person.context.close();
  });

  it('checks per minute are shown', async () => {
    const person = await stage().enter('viewer');
    await person.look(stage().at('/activity'));
    await person.page.getByRole('img', { name: /^Checks per minute, from/ }).waitFor({ timeout: 90_000 });
    await person.context.close();
  }, 120_000);
};
