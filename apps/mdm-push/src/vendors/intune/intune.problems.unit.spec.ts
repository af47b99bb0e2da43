import type { VendorAnswer } from '../http/vendor-answer.ts';
import { problemWithGraph, problemWithSignIn, readIntuneAnswer } from './intune.problems.ts';

const answer = (status: number, code: string, message = ''): VendorAnswer => ({
  status,
  headers: {},
  text: '',
  body: { error: { code, message } },
});
const signIn = (number: number): VendorAnswer => ({
  status: 400,
  headers: {},
  text: '',
  body: { error: 'x', error_description: 'secret text', error_codes: [number] },
});

describe('what Microsoft Graph refuses', () => {
  it('names the permissions that are missing, out of the text inside the text', () => {
    const message = JSON.stringify({
      Message:
        'Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementApps.ReadWrite.All, DeviceManagementApps.Read.All - Operation ID (for customer support): 0',
    });
    expect(problemWithGraph(answer(403, 'Forbidden', message), 'x')).toMatchObject({
      code: 'permission-missing',
      detail: expect.stringContaining(
        'DeviceManagementApps.ReadWrite.All, DeviceManagementApps.Read.All',
      ) as string,
    });
  });

  it('with 412 is Multi Admin Approval, because there are no ETags', () => {
    expect(problemWithGraph(answer(412, 'BadRequest'), 'x').code).toBe('approval-needed');
    const header = "Header 'x-msft-approval-justification' is required to request approval";
    expect(problemWithGraph(answer(403, 'Forbidden', header), 'x').code).toBe('approval-needed');
  });

  it('may be a tenant without Intune', () => {
    expect(
      problemWithGraph(answer(400, 'BadRequest', 'Request not applicable to target tenant.'), 'x').code,
    ).toBe('tenant-unavailable');
  });

  it('waits for a person, with its own words and what to do, and without what follows from an operation', () => {
    const message = JSON.stringify({
      Message: 'The group 1234 does not exist - Operation ID (for customer support): 0',
    });
    const problem = problemWithGraph(answer(400, 'BadRequest', message), 'Assigning');
    expect(problem).toMatchObject({ code: 'request-refused', mendedByTime: false });
    expect(problem.detail).toMatch(
      /Mend in Intune what it names.*"BadRequest: The group 1234 does not exist"$/,
    );
  });

  it('is not repeated in its own words where these repeat what was sent', () => {
    const words = "the value 'top-secret' is wrong";
    const problem = problemWithGraph(answer(400, 'BadRequest', words), 'Creating').hiding('top-secret');
    expect(problem).toMatchObject({
      code: 'request-refused',
      detail: expect.stringContaining('Creating') as string,
    });
    expect(problem.message).not.toContain('top-secret');
  });

  it.each([
    ['an unknown segment', answer(400, 'BadRequest', "Resource not found for the segment 'beta'.")],
    ['no answer of Graph', { status: 404, headers: {}, text: 'x', body: 'x' }],
  ])('because of %s is a wrong address', (_, refused) => {
    expect(problemWithGraph(refused, 'x').code).toBe('settings-refused');
  });

  it('as 500 from the query broker is throttling', () => {
    const message =
      'Rate limit reached because of too many requests to query broker. Please retry after sometime.';
    expect(readIntuneAnswer(answer(500, 'UnknownError', message))?.code).toBe('vendor-throttled');
    expect(readIntuneAnswer(answer(500, 'UnknownError', 'else'))).toBeNull();
  });
});

describe('a sign-in that is refused', () => {
  it.each([
    [7_000_215, 'credentials-refused'],
    [7_000_222, 'credentials-refused'],
    [700_016, 'credentials-refused'],
    [90_002, 'settings-refused'],
    [70_011, 'settings-refused'],
  ])('is told by its number: AADSTS%s', (number, code) => {
    const problem = problemWithSignIn(signIn(number));
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain(`AADSTS${number}`);
    expect(problem.hiding('a secret text').message).not.toContain('secret text');
  });

  it('that the server cannot do now waits for time', () => {
    const body = { error: 'temporarily_unavailable', error_codes: [90_033] };
    expect(problemWithSignIn({ status: 400, headers: {}, text: '', body }).code).toBe('vendor-error');
  });
});
