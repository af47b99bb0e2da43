import type { createTokenRoute, MdmConnection } from '@mdm-gate/contracts';
import { useState } from 'react';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, Select, TextField } from '../../components/field.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { SecretValue } from '../../components/secret-value.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { instantOf, weaknessOf } from './given-value.ts';

const filled = (form: FormData, name: string): string | undefined => {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const bodyOf = (form: FormData) => {
  const [value, connectionId, expires] = ['value', 'connectionId', 'expiresAt'].map((name) =>
    filled(form, name),
  );
  return {
    label: filled(form, 'label') ?? '',
    ...(value === undefined ? {} : { value }),
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(expires === undefined ? {} : { expiresAt: instantOf(expires) }),
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
  const [origin, setOrigin] = useState('generated');
  const [given, setGiven] = useState('');
  const create = useChange(organizationId, (body: ReturnType<typeof bodyOf>) =>
    call<typeof createTokenRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-tokens',
      params: { organizationId },
      body,
    }),
  );
  const issue = (path: string) => (isApiProblem(create.error) ? create.error.issueOf(path) : undefined);
  if (create.data !== undefined)
    return (
      <MadeToken value={create.data.body.value} label={create.data.body.token.label} onClose={onClose} />
    );
  return (
    <Dialog title="New token" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(bodyOf(new FormData(event.currentTarget)));
        }}
      >
        <Stack>
          <TextField
            label="Label"
            name="label"
            required
            maxLength={120}
            hint="For you to tell tokens apart, such as the season it is made in. Devices never see it."
            error={issue('label')}
          />
          <Stack tight>
            <Choice
              name="origin"
              value="generated"
              label="Generate the value"
              checked={origin === 'generated'}
              onChoose={setOrigin}
            >
              256 random bits. Nobody has to type it: it is written into your MDMs.
            </Choice>
            <Choice
              name="origin"
              value="manual"
              label="Enter a value"
              checked={origin === 'manual'}
              onChoose={setOrigin}
            >
              One that devices have already, for example from another product.
            </Choice>
          </Stack>
          {origin === 'manual' && (
            <TextField
              label="Value"
              name="value"
              required
              minLength={8}
              maxLength={256}
              value={given}
              onChange={(event) => {
                setGiven(event.target.value);
              }}
              spellCheck={false}
              hint={weaknessOf(given) ?? '8 to 256 printable ASCII characters.'}
              error={issue('value')}
            />
          )}
          <Select
            label="For"
            name="connectionId"
            options={[
              { value: '', label: 'All MDMs of the organization' },
              ...mdms.map(({ connectionId, name }) => ({ value: connectionId, label: `Only ${name}` })),
            ]}
            error={issue('connectionId')}
          />
          <TextField
            label="Expires"
            name="expiresAt"
            type="datetime-local"
            optional
            hint="From then on devices that present it are halted. Most tokens need none: rotate and revoke them instead."
            error={issue('expiresAt')}
          />
          <ProblemNotice error={create.error} />
          <Row end>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" submits busy={create.isPending}>
              {origin === 'generated' ? 'Generate' : 'Enter'}
            </Button>
          </Row>
        </Stack>
      </form>
    </Dialog>
  );
};

const MadeToken = ({
  value,
  label,
  onClose,
}: {
  /** Null when it was changed or revoked in the meantime. */
  readonly value: string | null;
  readonly label: string;
  readonly onClose: () => void;
}) => (
  <Dialog title="The token is made" onClose={onClose} keepsOpen>
    <Stack>
      <p>
        <bdi>{label}</bdi> is active, and on its way into your MDMs.
      </p>
      {value !== null && <SecretValue value={value} />}
      <Notice tone="warn" title="The value will not be shown again by itself.">
        You only need it for an MDM that is filled in by hand. It can be revealed later; that is recorded.
      </Notice>
      <Row end>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </Row>
    </Stack>
  </Dialog>
);
