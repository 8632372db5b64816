/** @module All users: their roles, their storage, and their access. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import type { ManagedUser, PasswordLink } from '@visage/contracts/user.contract';
import { useState } from 'react';
import { createPasswordLink, removeUser, updateUser } from '../../api/admin.api.js';
import { texts } from '../../texts/texts.js';
import { formatBytes } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { ReceiptDialog } from '../receipt/receipt.list.js';
import { AdminFrame } from './admin.frame.js';
import { usersQuery } from './admin.query.js';
import { PasswordLinkDialog } from './password-link.dialog.js';
import { UserCreateDialog } from './user-create.dialog.js';
import { UserEditDialog } from './user-edit.dialog.js';

export function UsersPage() {
  const { data, error, isPending, refetch } = useQuery(usersQuery);
  const [creating, setCreating] = useState(false);
  const [link, setLink] = useState<PasswordLink | null>(null);
  const [receipt, setReceipt] = useState<IssuedReceipt | null>(null);
  const create = (
    <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
      {texts.admin.addUser}
    </Button>
  );
  return (
    <AdminFrame title={texts.admin.users} action={create}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      <ul role="list" className="admin-list">
        {data?.users.map((user) => (
          <UserRow key={user.id} user={user} onLink={setLink} onRemoved={setReceipt} />
        ))}
      </ul>
      {creating ? (
        <UserCreateDialog
          onClose={() => setCreating(false)}
          onMade={(made) => {
            setCreating(false);
            setLink(made.passwordLink);
          }}
        />
      ) : null}
      {link ? <PasswordLinkDialog link={link} onClose={() => setLink(null)} /> : null}
      {receipt ? <ReceiptDialog issued={receipt} onClose={() => setReceipt(null)} /> : null}
    </AdminFrame>
  );
}

interface UserRowProps {
  readonly user: ManagedUser;
  readonly onLink: (link: PasswordLink) => void;
  readonly onRemoved: (receipt: IssuedReceipt | null) => void;
}

function UserRow({ user, onLink, onRemoved }: UserRowProps) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const reload = () => queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
  const switching = useMutation({
    mutationFn: () => updateUser(user.id, { disabled: user.disabledAt === null }),
    onSettled: reload,
  });
  const linking = useMutation({ mutationFn: () => createPasswordLink(user.id), onSuccess: onLink });
  const removing = useMutation({
    mutationFn: () => removeUser(user.id),
    onSuccess: async ({ receipt }) => {
      await reload();
      onRemoved(receipt);
    },
  });
  return (
    <li className="admin-row">
      <div>
        <h2 className="field-label">
          {user.name}{' '}
          <span className="admin-badge" data-look={user.role === 'admin' ? 'accent' : undefined}>
            {texts.admin.roles[user.role]}
          </span>{' '}
          {user.disabledAt ? (
            <span className="admin-badge" data-look="danger">
              {texts.admin.disabled}
            </span>
          ) : null}
        </h2>
        <p className="soft small">{user.email}</p>
        <p className="small">
          {texts.admin.eventsOf(user.events, user.quotaEvents)} · {storageOf(user)}
        </p>
        <ErrorNotice error={switching.error ?? linking.error} />
      </div>
      <div className="row">
        <Button icon="edit" onClick={() => setOpen('edit')} aria-label={texts.admin.changeUser(user.name)}>
          {texts.admin.change}
        </Button>
        <Button
          busy={linking.isPending}
          onClick={() => linking.mutate()}
          aria-label={texts.admin.resetUser(user.name)}
        >
          {texts.admin.reset}
        </Button>
        <Button busy={switching.isPending} onClick={() => switching.mutate()}>
          {user.disabledAt ? texts.admin.enable : texts.admin.disable}
        </Button>
        <Button
          look="quiet-danger"
          icon="trash"
          onClick={() => setOpen('remove')}
          aria-label={texts.admin.removeUser(user.name)}
        />
      </div>
      {open === 'edit' ? <UserEditDialog user={user} onClose={() => setOpen(null)} /> : null}
      {open === 'remove' ? (
        <ConfirmDialog
          title={texts.admin.removeUser(user.name)}
          warning={texts.admin.removeWarning}
          action={texts.admin.remove}
          busy={removing.isPending}
          error={removing.error}
          onConfirm={() => removing.mutate()}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </li>
  );
}

function storageOf({ usedBytes, quotaBytes }: ManagedUser): string {
  const used = formatBytes(usedBytes);
  return quotaBytes === null ? used : texts.admin.usedOf(used, formatBytes(quotaBytes));
}
