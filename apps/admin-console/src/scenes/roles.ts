import type { Stage } from './stage.ts';

/** What each role is offered where, beside filters and what shows more. */
const offers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  viewer: {
    '/tokens': [],
    '/rotations': [],
    '/connections': [],
    '/policy': [],
    '/activity': [],
  },
  operator: {
    '/tokens': [],
    '/rotations': [],
    '/connections': ['Test', 'Push now', 'Change', 'Remove'],
    '/policy': [],
    '/activity': [],
  },
  administrator: {
    '/tokens': ['New token', 'Edit', 'Reveal', 'Revoke'],
    '/rotations': ['Start a rotation'],
    '/connections': ['Connect an MDM', 'Test', 'Push now', 'Change', 'Files and steps by hand', 'Remove'],
    '/policy': ['Set to: Enforce', 'Set the rotations'],
    '/activity': ['Verify'],
  },
};

const always = new Set(['What to do', 'Go on', 'Give it up', 'Show older']);

export const eachRole = (stage: () => Stage): void => {
  it.each(Object.entries(offers))(
    '%s is offered what that role may do, and nothing else',
    async (role, pages) => {
      const person = await stage().enter(role);
      for (const [page, buttons] of Object.entries(pages)) {
        await person.look(stage().at(page));
        for (const button of buttons) await person.page.getByText(button, { exact: true }).first().waitFor();
        const offered = (await person.offered()).filter((text) => !always.has(text));
        expect([page, offered.toSorted()]).toEqual([page, buttons.toSorted()]);
      }
      await person.look('/');
      expect(await person.offered()).not.toContain('New organization');
      await person.context.close();
    },
  );

  it('a viewer is told who may, and sees all figures', async () => {
    const viewer = await stage().enter('viewer');
    await viewer.look(stage().at('/tokens'));
    await viewer.sees('Administrators may make, edit and revoke tokens.');
    await viewer.look(stage().at('/activity'));
    await viewer.sees('Administrators may read what others did.');
    await viewer.sees('Checks per minute');
    await viewer.context.close();
  });

  it('nobody sees an organization that they have no role in', async () => {
    const viewer = await stage().enter('viewer');
    await viewer.open('/organizations/somebody-elses');
    await viewer.sees('There is no such thing, or you may not know of it.');
    await viewer.context.close();
  });
};
