import type { MdmToken, revealTokenRoute } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { DialogEnd, DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Stack } from '../../components/layout.tsx';
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
      {reveal.data === undefined ? (
        <DialogForm
          act="Reveal"
          error={reveal.error}
          busy={reveal.isPending}
          onCancel={onClose}
          onSubmit={() => {
            reveal.mutate(undefined);
          }}
        >
          <p>
            <bdi>{tokenName(token)}</bdi>
          </p>
          <p>
            Whoever has the value can pretend to be a managed device. That you looked is recorded in the
            activity of the organization.
          </p>
        </DialogForm>
      ) : (
        <Stack>
          <p>
            <bdi>{tokenName(token)}</bdi>
          </p>
          <SecretValue value={reveal.data.body.value} />
          <DialogEnd onClose={onClose} />
        </Stack>
      )}
    </Dialog>
  );
};
