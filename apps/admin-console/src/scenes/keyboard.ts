import type { Person } from '../fixtures/person.ts';
import type { Stage } from './stage.ts';

const pages = [
  ['o', 'Acme'],
  ['s', 'Set up'],
  ['t', 'Tokens'],
  ['r', 'Rotation'],
  ['d', 'Devices'],
  ['c', 'Connections'],
  ['p', 'Policy'],
  ['a', 'Activity'],
] as const;

interface Stop {
  readonly name: string;
  readonly outlined: boolean;
}

const stopOf = (person: Person): Promise<Stop> =>
  person.page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return { name: '', outlined: true };
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const name = at.getAttribute('aria-label') ?? at.textContent;
    return { name: name.trim(), outlined: outlineStyle !== 'none' && outlineWidth !== '0px' };
  });

/** Goes from stop to stop until the name, or as often as is sensible. */
const tabTo = async (person: Person, name: string): Promise<readonly Stop[]> => {
  const stops: Stop[] = [];
  while (stops.length < 60) {
    await person.page.keyboard.press('Tab');
    stops.push(await stopOf(person));
    if (stops.at(-1)?.name === name) return stops;
  }
  throw new Error(`Tab never came to ${name}: ${stops.map((stop) => stop.name).join(', ')}`);
};

export const keyboardAlone = (stage: () => Stage): void => {
  it('every page is reached and worked by keyboard alone, and one sees where one is', async () => {
    const person = await stage().enter('administrator');
    await person.look(stage().at(''));
    for (const [key, name] of pages) {
      await person.page.keyboard.press('g');
      await person.page.keyboard.press(key);
      await person.page.getByRole('heading', { level: 1, name }).waitFor();
    }
    await person.look(stage().at('/tokens'));
    const stops = await tabTo(person, 'New token');
    expect(stops[0]?.name).toBe('Skip to the page');
    expect(stops.filter(({ outlined }) => !outlined)).toEqual([]);
    await person.page.keyboard.press('Enter');
    await person.page.getByRole('dialog', { name: 'New token' }).waitFor();
    await person.page.keyboard.type('made by keys');
    expect(await person.page.getByLabel('Label', { exact: true }).inputValue()).toBe('made by keys');
    await person.page.keyboard.press('Escape');
    await person.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect((await stopOf(person)).name).toBe('New token');
    await person.context.close();
  });

  it('? tells the keys, and a key that is typed into a field is only a letter', async () => {
    const person = await stage().enter('administrator');
    await person.look(stage().at('/devices'));
    await person.page.keyboard.press('?');
    await person.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await person.page.keyboard.press('Escape');
    await person.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await person.page.keyboard.press('/');
    await person.page.keyboard.type('gt?');
    expect(await person.page.getByLabel('Id begins with').inputValue()).toBe('gt?');
    await person.page.getByRole('heading', { level: 1, name: 'Devices' }).waitFor();
    expect(new URL(person.page.url()).searchParams.get('deviceId')).toBe('gt?');
    await person.context.close();
  });
};
