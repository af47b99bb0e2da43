import type { MdmToken, revealTokenRoute } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { SecretValue } from '../../components/secret-value.tsx';
import { tokenName } from '../../words/tokens.ts';
import { useOrganizationId } from '../organization-id.ts';

/** Shows the value once more, after saying that this is recorded. */
export const RevealToken = ({
  token,
  onClose,
}: {
  readonly token: MdmToken;
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const reveal = useChange(organizationId, () =>
    call<typeof revealTokenRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/reveal',
      params: { organizationId, tokenId: token.tokenId },
    }),
  );
  return (
    <Dialog title="Reveal the value" onClose={onClose}>
      <Stack>
        <p>
          <bdi>{tokenName(token)}</bdi>
        </p>
        {reveal.data === undefined ? (
          <p>
            Whoever has the value can pretend to be a managed device. That you looked is recorded in the
            activity of the organization.
          </p>
        ) : (
          <SecretValue value={reveal.data.body.value} />
        )}
        <ProblemNotice error={reveal.error} />
        <Row end>
          <Button onClick={onClose}>{reveal.data === undefined ? 'Cancel' : 'Done'}</Button>
          {reveal.data === undefined && (
            <Button
              look="primary"
              busy={reveal.isPending}
              onClick={() => {
                reveal.mutate(undefined);
              }}
            >
              Reveal
            </Button>
          )}
        </Row>
      </Stack>
    </Dialog>
  );
};
