import type { MdmApps } from '@mdm-gate/contracts';
import { provenConnection } from './proven-connection.ts';

const both: MdmApps = { ios: { bundleId: 'app.ios' }, android: { packageName: 'app.android' } };
const source = (connectionId: string, apps: MdmApps = both) => ({ connectionId, apps });
const seen = (tokenConnectionId: string | null = null) => ({ platform: 'ios', tokenConnectionId }) as const;

describe('a token that a device presented', () => {
  it('proves what the only connection with that platform holds', () => {
    expect(
      provenConnection(seen(), [source('one'), source('two', { android: { packageName: 'app.android' } })]),
    ).toBe('one');
  });

  it('proves nothing when several connections may have given it', () => {
    expect(provenConnection(seen(), [source('one'), source('two')])).toBeNull();
  });

  it('proves what the connection that it is bound to holds, however many there are', () => {
    expect(provenConnection(seen('two'), [source('one'), source('two')])).toBe('two');
  });

  it('proves nothing when its connection is gone, or does not have that platform', () => {
    expect(provenConnection(seen('gone'), [source('one')])).toBeNull();
    expect(
      provenConnection(seen('one'), [source('one', { android: { packageName: 'app.android' } })]),
    ).toBeNull();
  });
});
