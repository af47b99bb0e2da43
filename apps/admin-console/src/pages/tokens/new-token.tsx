import type { createTokenRoute, MdmConnection } from '@mdm-gate/contracts';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { useOrganizationId } from '../organization-id.ts';
import { instantOf } from './given-value.ts';
import { MadeToken } from './made-token.tsx';
import { OneMdmOrAll } from './one-mdm-or-all.tsx';
import { ValueOrigin } from './value-origin.tsx';

const bodyOf = (form: FormData) => {
  const [value, connectionId, expires] = ['value', 'connectionId', 'expiresAt'].map((name) =>
    textIn(form, name),
  );
  return {
    label: textIn(form, 'label'),
    ...(value ? { value } : {}),
    ...(connectionId ? { connectionId } : {}),
    ...(expires ? { expiresAt: instantOf(expires) } : {}),
  };
};

export const NewToken = ({
  mdms,
  onClose,
}: {
  readonly mdms: readonly MdmConnection[];
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const create = useChange(organizationId, (body: ReturnType<typeof bodyOf>) =>
    call<typeof createTokenRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-tokens',
      params: { organizationId },
      body,
    }),
  );
  if (create.data !== undefined) {
    const { value, token } = create.data.body;
    return <MadeToken title="The token is made" value={value} label={token.label} onClose={onClose} />;
  }
  return (
    <Dialog title="New token" onClose={onClose}>
      <DialogForm
        act="Make it"
        error={create.error}
        busy={create.isPending}
        onCancel={onClose}
        onSubmit={(form) => {
          create.mutate(bodyOf(form));
        }}
      >
        <Fields mdms={mdms} error={create.error} />
      </DialogForm>
    </Dialog>
  );
};

const Fields = ({
  mdms,
  error,
}: {
  readonly mdms: readonly MdmConnection[];
  readonly error: Error | null;
}) => {
  const issue = (path: string) => (isApiProblem(error) ? error.issueOf(path) : undefined);
  return (
    <>
      <TextField
        label="Label"
        name="label"
        required
        maxLength={120}
        hint="For you to tell tokens apart, such as the season it is made in. Devices never see it."
        error={issue('label')}
      />
      <ValueOrigin error={issue('value')} />
      <OneMdmOrAll mdms={mdms} error={issue('connectionId')} />
      <TextField
        label="Expires"
        name="expiresAt"
        type="datetime-local"
        optional
        hint="From then on devices that present it are halted. Most tokens need none: rotate and revoke them instead."
        error={issue('expiresAt')}
      />
    </>
  );
};
