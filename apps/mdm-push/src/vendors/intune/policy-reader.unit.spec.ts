import { Unreadable } from '../../isolation/unreadable.ts';
import type { Slot } from '../mdm-vendor.ts';
import { PolicyReader } from './policy-reader.ts';

const slot: Slot = {
  connectionId: 'c',
  platform: 'ios',
  appId: 'com.example',
  key: 'PINGID_MDM_TOKEN',
  remoteRef: null,
  hasOpenWrite: false,
};
const policyOf = (content: object): string =>
  JSON.stringify({ '@odata.type': '#microsoft.graph.iosMobileAppConfiguration', id: 'x', ...content });
const xml = '<dict><key>PINGID_MDM_TOKEN</key><string>one</string></dict>';
const inXml = policyOf({ encodedSettingXml: Buffer.from(xml).toString('base64') });

describe('a policy in XML', () => {
  const tried: unknown[] = [];
  const readersThat = (outcome: () => unknown) => ({
    read: (_sender: string, _name: string, input: unknown) => {
      tried.push(input);
      return Promise.resolve().then(outcome) as Promise<never>;
    },
  });
  const reading = (text: string, outcome: () => unknown) =>
    new PolicyReader(readersThat(outcome), 'tenant').read(text);
  beforeEach(() => tried.splice(0));

  it('is tried out in isolation, and read when nothing happened there', async () => {
    const policy = await reading(inXml, () => true);
    expect(tried).toEqual([xml]);
    expect(policy.held(slot)).toEqual({ kind: 'text', text: 'one' });
  });

  it('that takes too much there is not read here, and blocks nothing but its own app', async () => {
    const policy = await reading(inXml, () => {
      throw new Unreadable('too much');
    });
    expect(policy.id).toBe('x');
    expect(policy.isForApp(slot, 'app')).toBe(false);
    for (const use of [() => policy.held(slot), () => policy.with(slot, 'two')])
      expect(use).toThrow(/configuration-unsupported.*takes too much time or memory/);
  });

  it('is not taken for harmless when it could not be tried out', async () => {
    const failing = reading(inXml, () => {
      throw new Error('no thread');
    });
    await expect(failing).rejects.toThrow('no thread');
  });

  it.each([
    ['single settings', policyOf({ settings: [], encodedSettingXml: null })],
    ['no base64', policyOf({ encodedSettingXml: '%%%' })],
  ])('is what it is about: %s is not tried out', async (_, text) => {
    await reading(text, () => true);
    expect(tried).toEqual([]);
  });
});
