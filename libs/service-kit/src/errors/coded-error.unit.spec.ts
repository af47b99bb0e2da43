import { z } from 'zod';
import { CodedError } from './coded-error.ts';
import { parseOrRefuse } from './parse-or-refuse.ts';

describe('a coded error', () => {
  it('has the status and the title of its code', () => {
    expect(new CodedError('not-found')).toMatchObject({
      status: 404,
      detail: 'There is no such thing, or you may not know of it',
      retryable: false,
    });
  });

  it('is retryable when a dependency or time is the cause', () => {
    expect(new CodedError('dependency-unavailable').retryable).toBe(true);
    expect(new CodedError('timeout').retryable).toBe(true);
    expect(new CodedError('internal-error').retryable).toBe(false);
  });
});

describe('parsing what came from outside', () => {
  const schema = z.strictObject({ mdmToken: z.string().max(4) });

  it('names the wrong fields and never repeats their values', () => {
    const refused = () => parseOrRefuse(schema, { mdmToken: 'a-secret-value', extra: 1 });
    expect(refused).toThrow(CodedError);
    const error = (() => {
      try {
        return refused();
      } catch (thrown) {
        return thrown as CodedError;
      }
    })() as CodedError;
    expect(error.issues?.map(({ path }) => path)).toEqual(['mdmToken', '']);
    expect(JSON.stringify(error.issues) + error.message).not.toContain('a-secret-value');
  });

  it('names of alternatives the fields of the one that comes closest', () => {
    const alternatives = z.strictObject({
      credentials: z.union([
        z.strictObject({ clientId: z.string(), clientSecret: z.string() }),
        z.strictObject({ username: z.string(), password: z.string(), tenantCode: z.string() }),
      ]),
    });
    const refused = () =>
      parseOrRefuse(alternatives, { credentials: { username: 'a', password: 1, tenantCode: 'b' } });
    expect(refused).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ path: 'credentials.password' })],
      }) as Error,
    );
  });

  it('names at most twenty fields', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`field${String(index)}`, 1]));
    const result = z.record(z.string(), z.string());
    try {
      parseOrRefuse(result, many);
    } catch (error) {
      expect((error as CodedError).issues).toHaveLength(20);
    }
    expect.assertions(1);
  });

  it('does not repeat a flood of unknown fields', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1]));
    try {
      parseOrRefuse(z.strictObject({}), many);
    } catch (error) {
      expect((error as CodedError).issues?.[0]?.message).toMatch(
        /^Unrecognized keys: "field0", .{150,180}…$/,
      );
    }
    expect.assertions(1);
  });
});
