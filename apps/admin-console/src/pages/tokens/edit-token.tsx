import type { editTokenRoute, MdmToken } from '@mdm-gate/contracts';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { etagOf } from '../../api/etag.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { textIn } from '../../components/form-text.ts';
import { TextField } from '../../components/field.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { instantOf } from './given-value.ts';

const localOf = (at: string | null): string => {
  if (at === null) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

export const EditToken = ({ token, onClose }: { readonly token: MdmToken; readonly onClose: () => void }) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const edit = useChange(organizationId, (body: { label: string; expiresAt: string | null }) =>
    call<typeof editTokenRoute>({
      method: 'PATCH',
      path: '/organizations/{organizationId}/mdm-tokens/{tokenId}',
      params: { organizationId, tokenId: token.tokenId },
      etag: etagOf(token.version),
      body,
    }),
  );
  const issue = (path: string) => (isApiProblem(edit.error) ? edit.error.issueOf(path) : undefined);
  return (
    <Dialog title="Edit the token" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const expires = textIn(form, 'expiresAt');
          edit.mutate(
            { label: textIn(form, 'label'), expiresAt: expires === '' ? null : instantOf(expires) },
            {
              onSuccess: () => {
                news('The token is changed');
                onClose();
              },
            },
          );
        }}
      >
        <Stack>
          <TextField
            label="Label"
            name="label"
            required
            maxLength={120}
            defaultValue={token.label}
            error={issue('label')}
          />
          <TextField
            label="Expires"
            name="expiresAt"
            type="datetime-local"
            optional
            defaultValue={localOf(token.expiresAt)}
            hint="From then on devices that present it are halted."
            error={issue('expiresAt')}
          />
          <ProblemNotice error={edit.error} />
          <Row end>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" submits busy={edit.isPending}>
              Save
            </Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
};
