/**
 * @module The people who help with an event: added and removed by its organizer; they can also leave by themselves.
 */
import './collaborator.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Collaborator } from '@visage/contracts/collaborator.contract';
import type { Event } from '@visage/contracts/event.contract';
import type { PasswordLink } from '@visage/contracts/user.contract';
import { useState } from 'react';
import { addCollaborator, removeCollaborator } from '../../api/collaborator.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { PasswordLinkDialog } from '../admin/password-link.dialog.js';
import { eventsQuery } from '../event/event.query.js';
import { CodeRenewDialog } from '../share/code-renew.dialog.js';
import { sessionQuery } from '../session/session.query.js';
import { CollaboratorAddDialog } from './collaborator-add.dialog.js';
import { collaboratorsQuery } from './collaborator.query.js';

export function CollaboratorSection({ event: { id: eventId, part } }: { event: Event }) {
  const { data, error, refetch } = useQuery(collaboratorsQuery(eventId));
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<PasswordLink | null>(null);
  /** Name of who helped until a moment ago. */
  const [removed, setRemoved] = useState<string | null>(null);
  const manages = part !== 'collaborator';
  return (
    <section className="card" aria-labelledby="helpers-title">
      <div className="section-head">
        <h2 id="helpers-title">{texts.collaborator.title}</h2>
        {manages ? (
          <Button icon="plus" onClick={() => setAdding(true)}>
            {texts.collaborator.add}
          </Button>
        ) : null}
      </div>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <p className="soft">{manages ? texts.collaborator.hint : texts.collaborator.helperHint}</p>
      {data && data.collaborators.length > 0 ? (
        <ul role="list" className="helpers">
          {data.collaborators.map((one) => (
            <CollaboratorRow
              key={one.userId}
              eventId={eventId}
              collaborator={one}
              manages={manages}
              onLink={setLink}
              onRemoved={setRemoved}
            />
          ))}
        </ul>
      ) : null}
      {adding ? (
        <CollaboratorAddDialog
          eventId={eventId}
          onClose={() => setAdding(false)}
          onAdded={({ passwordLink }) => {
            setAdding(false);
            setLink(passwordLink);
          }}
        />
      ) : null}
      {removed === null ? null : (
        <CodeRenewDialog
          eventId={eventId}
          title={texts.collaborator.renewAsk(removed)}
          onClose={() => setRemoved(null)}
        />
      )}
      {link ? <PasswordLinkDialog link={link} onClose={() => setLink(null)} /> : null}
    </section>
  );
}

interface RowProps {
  readonly eventId: string;
  readonly collaborator: Collaborator;
  readonly manages: boolean;
  readonly onLink: (link: PasswordLink | null) => void;
  readonly onRemoved: (name: string) => void;
}

function CollaboratorRow({ eventId, collaborator, manages, onLink, onRemoved }: RowProps) {
  const { userId, name, email, invited } = collaborator;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const self = session?.user.id === userId;
  const [removing, setRemoving] = useState(false);
  const reload = () => queryClient.invalidateQueries(collaboratorsQuery(eventId));
  const linking = useMutation({
    mutationFn: () => addCollaborator(eventId, { email }),
    onSuccess: ({ passwordLink }) => onLink(passwordLink),
    onSettled: reload,
  });
  const removal = useMutation({
    mutationFn: () => removeCollaborator(eventId, userId),
    onSuccess: async () => {
      if (!self) {
        await reload();
        onRemoved(name);
        return;
      }
      await navigate({ to: '/events', replace: true });
      queryClient.removeQueries({ queryKey: ['event', eventId] });
      await queryClient.invalidateQueries({ queryKey: eventsQuery.queryKey });
    },
  });
  return (
    <li className="helper">
      <div>
        <p className="helper-name">{name}</p>
        <p className="soft small">{invited ? `${email} · ${texts.collaborator.invited}` : email}</p>
        <ErrorNotice error={linking.error} />
      </div>
      <div className="row">
        {manages && invited ? (
          <Button
            busy={linking.isPending}
            onClick={() => linking.mutate()}
            aria-label={texts.collaborator.newLinkFor(name)}
          >
            {texts.collaborator.newLink}
          </Button>
        ) : null}
        {manages || self ? (
          <Button
            look="quiet-danger"
            onClick={() => setRemoving(true)}
            aria-label={self ? undefined : texts.collaborator.removeTitle(name)}
          >
            {self ? texts.collaborator.leave : texts.collaborator.remove}
          </Button>
        ) : null}
      </div>
      {removing ? (
        <ConfirmDialog
          title={self ? texts.collaborator.leaveTitle : texts.collaborator.removeTitle(name)}
          warning={self ? texts.collaborator.leaveWarning : texts.collaborator.removeWarning}
          action={self ? texts.collaborator.leave : texts.collaborator.remove}
          busy={removal.isPending}
          error={removal.error}
          onConfirm={() => removal.mutate()}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </li>
  );
}
