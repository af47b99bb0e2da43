import { strangersPhone } from './phone.ts';
import { phonesPage, type PhonesPage } from './phones-page.ts';

const page: PhonesPage = {
  organizations: [{ organizationId: 'acme', name: 'A<b>&"' }],
  chosen: 'acme',
  phones: [{ ...strangersPhone, holds: false }],
  connections: [{ mdm: 'Intune', values: [{ label: 'Secret', value: '<i>"&', underMoreSettings: true }] }],
  asked: {
    act: 'pairing',
    phone: strangersPhone,
    presented: 'nothing',
    result: { decision: 'halt', reason: 'token-missing' },
  },
};

describe('the page of phones', () => {
  it('tells what came of it, and shows names as they are', () => {
    const shown = phonesPage(page);
    expect(shown).toContain('It is halted.');
    expect(shown).toContain('halt, token-missing');
    expect(shown).toContain('<option value="acme" selected>A&lt;b&gt;&amp;&quot;</option>');
    expect(shown).toContain('<code>&lt;i&gt;&quot;&amp;</code>');
  });

  it('lets nobody ask for an organization that is not there yet', () => {
    const shown = phonesPage({ ...page, organizations: [], asked: null });
    expect(shown).toContain('There is no organization yet');
    expect(shown.match(/<button /g)).toHaveLength(2);
    expect(shown.match(/<button [^>]*disabled/g)).toHaveLength(2);
  });
});
