import type { findPolicyRoute, setPolicyRoute } from '@mdm-gate/contracts';
import { isApiProblem } from '../../api/api-problem.ts';
import { call, type Answer, type BodyOf } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { Instant } from '../../components/instant.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { PercentField, shareIn } from '../../components/percent-field.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';

type Policy = BodyOf<typeof findPolicyRoute>;

const useSetting = ({ body: { mode, effectiveFrom }, etag }: Answer<Policy>) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const set = (entered: FormData) => {
    const days = textIn(entered, 'rotateEveryDays');
    return call<typeof setPolicyRoute>({
      method: 'PUT',
      path: '/organizations/{organizationId}/policy',
      params: { organizationId },
      etag: etag ?? '',
      body: {
        mode,
        effectiveFrom,
        rotateEveryDays: days === '' ? null : Number(days),
        rotateWhenShare: shareIn(entered),
      },
    });
  };
  return useChange(organizationId, set, () => {
    news('The rotations are set');
  });
};

/** Whether tokens are replaced by themselves, how often, and how many devices have to follow. */
export const AutomaticRotation = ({ answer }: { readonly answer: Answer<Policy> }) => {
  const set = useSetting(answer);
  const { nextRotationAt } = answer.body;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(new FormData(event.currentTarget));
      }}
    >
      <Stack>
        {nextRotationAt !== null && (
          <p>
            The next one begins <Instant at={nextRotationAt} />.
          </p>
        )}
        <Terms policy={answer.body} error={set.error} />
        <ProblemNotice error={set.error} />
        <Row>
          <Button submits busy={set.isPending}>
            Set the rotations
          </Button>
        </Row>
      </Stack>
    </form>
  );
};

const Terms = ({
  policy: { rotateEveryDays, rotateWhenShare },
  error,
}: {
  readonly policy: Policy;
  readonly error: Error | null;
}) => {
  const issue = (path: string) => (isApiProblem(error) ? error.issueOf(path) : undefined);
  return (
    <>
      <TextField
        label="A rotation begins every so many days"
        name="rotateEveryDays"
        type="number"
        min={1}
        max={3_650}
        optional
        defaultValue={rotateEveryDays ?? ''}
        hint="Empty: only people begin them."
        error={issue('rotateEveryDays')}
      />
      <PercentField
        label="It goes on when so many per cent are on the new token"
        share={rotateWhenShare}
        hint="A step that would halt a device is held for you all the same."
        error={issue('rotateWhenShare')}
      />
    </>
  );
};
