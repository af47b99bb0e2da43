import type { createOrganizationRoute } from '@mdm-gate/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { suggestedId } from './suggested-id.ts';

const useCreating = () => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { organizationId: string; name: string }) =>
      call<typeof createOrganizationRoute>({ method: 'POST', path: '/organizations', body }),
    onSuccess: async ({ body: { organizationId } }) => {
      await queries.invalidateQueries({ queryKey: ['organizations'] });
      await navigate({ to: '/organizations/$organizationId/set-up', params: { organizationId } });
    },
  });
};

export const NewOrganization = ({ onClose }: { readonly onClose: () => void }) => {
  const create = useCreating();
  const [name, setName] = useState('');
  const [ownId, setOwnId] = useState<string | null>(null);
  const issue = (path: string) => (isApiProblem(create.error) ? create.error.issueOf(path) : undefined);
  return (
    <Dialog title="New organization" onClose={onClose}>
      <DialogForm
        act="Create"
        error={create.error}
        busy={create.isPending}
        onCancel={onClose}
        onSubmit={(form) => {
          create.mutate({ organizationId: textIn(form, 'organizationId'), name });
        }}
      >
        <TextField
          label="Name"
          name="name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
          error={issue('name')}
        />
        <TextField
          label="Id"
          name="organizationId"
          required
          pattern="[a-z0-9][a-z0-9\-]{1,62}"
          title="Small letters, digits and hyphens, at least two"
          value={ownId ?? suggestedId(name)}
          onChange={(event) => {
            setOwnId(event.target.value);
          }}
          hint="Small letters, digits and hyphens. Services name the organization by it; it stays for good."
          error={issue('organizationId')}
        />
      </DialogForm>
    </Dialog>
  );
};
