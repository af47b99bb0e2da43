import { countsOf } from './status-summary.ts';

const summary = {
  configurationVersion: 3,
  pendingCount: 1,
  notApplicableCount: 2,
  successCount: 4,
  errorCount: 0,
  failedCount: 1,
  conflictCount: 1,
  lastUpdateDateTime: '2026-07-14T15:30:41.4166667Z',
};

describe('the counts of devices', () => {
  it.each([
    ['bare, as the service gives them', summary],
    ['wrapped, as the documents have them', { value: summary }],
  ])('are those of the version that they name: %s', (_, body) => {
    expect(countsOf(body, 3)).toEqual({
      devices: 7,
      installed: null,
      holding: 4,
      failed: 2,
      pending: 1,
      asOf: '2026-07-14T15:30:41.416Z',
    });
  });

  it('of an older version say nothing of the new value', () => {
    expect(countsOf(summary, 4)).toMatchObject({ devices: 7, holding: null, failed: null, pending: null });
  });

  it.each([
    ['the date that means none', { ...summary, lastUpdateDateTime: '0001-01-01T00:00:00Z' }],
    ['the other date that means none', { ...summary, lastUpdateDateTime: '9999-12-31T23:59:59Z' }],
    ['no date', { ...summary, lastUpdateDateTime: null }],
    ['a date that is none', { ...summary, lastUpdateDateTime: 'yesterday' }],
    ['a count below zero', { ...summary, successCount: -1 }],
    ['no answer', undefined],
    ['an error', { error: { code: 'x', message: '' } }],
  ])('are not known when there is %s', (_, body) => {
    expect(countsOf(body, 3)).toBeNull();
  });
});
