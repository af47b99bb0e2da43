import { Denials } from './denials.ts';

describe('what NATS denies', () => {
  it('is told by subject until it does not come again', () => {
    let now = 0;
    const denials = new Denials(() => now);
    expect(denials.problem).toBeNull();
    denials.note({ operation: 'publish', subject: 'mdm.tokens.acme.TokenCreated' });
    now = 50_000;
    denials.note({ operation: 'subscription', subject: 'mdm.check.pairing' });
    expect(denials.problem).toBe(
      'NATS does not let us publish on mdm.tokens.acme.TokenCreated, subscribe to mdm.check.pairing',
    );
    now = 70_000;
    expect(denials.problem).toBe('NATS does not let us subscribe to mdm.check.pairing');
    denials.forget();
    expect(denials.problem).toBeNull();
  });

  it('names the last five and says how many more', () => {
    const denials = new Denials();
    for (let each = 1; each <= 7; each += 1)
      denials.note({ operation: 'publish', subject: `mdm.bindings.acme.${each}` });
    expect(denials.problem).toMatch(/acme\.3, .*acme\.7, and 2 more$/);
  });

  it('is not ours where a caller wants his answer in an inbox that we may not write to', () => {
    const denials = new Denials();
    denials.note({ operation: 'publish', subject: '_INBOX_mdm-push.abc.1' });
    expect(denials.problem).toBeNull();
    denials.note({ operation: 'subscription', subject: '_INBOX_verifier.abc.*' });
    expect(denials.problem).toContain('_INBOX_verifier.abc.*');
  });
});
