import { expectEqual, expectSameSecret } from './expect.ts';

describe('what the story expects', () => {
  it('is told with both sides when it is not so', () => {
    expectEqual('the answer', { status: 200 }, { status: 200 });
    expect(() => {
      expectEqual('the answer', { status: 202 }, { status: 200 });
    }).toThrow(/the answer[\s\S]*200[\s\S]*202/);
  });

  it('never shows a secret', () => {
    expectSameSecret('what the device holds', 'hunter2', 'hunter2');
    const compare = (observed: string | null) => () => {
      expectSameSecret('what the device holds', observed, 'hunter2');
    };
    expect(compare('hunter3')).toThrow('what the device holds: it is another one');
    expect(compare('hunter3')).not.toThrow(/hunter/);
    expect(compare(null)).toThrow('there is none');
  });
});
