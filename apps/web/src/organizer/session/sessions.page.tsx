/** @module Where the user is signed in, and signing out there. */
import '../admin/admin.css';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { endAllSessions, endSession, listSessions } from '../../api/session.api.js';
import { userDataUrl } from '../../api/receipt.api.js';
import { currentLanguage, texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';

const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: listSessions });

export function SessionsPage() {
  useTitle(texts.session.everywhere);
  const { data, error, isPending, refetch } = useQuery(sessionsQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const ending = useMutation({
    mutationFn: endSession,
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const leaving = useMutation({
    mutationFn: endAllSessions,
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{texts.session.everywhere}</h1>
          <p className="soft">{texts.session.everywhereHint}</p>
        </div>
        <a className="button" href={userDataUrl(currentLanguage())} download>
          <Icon name="download" />
          {texts.session.held}
        </a>
        <Button look="danger" busy={leaving.isPending} onClick={() => leaving.mutate()}>
          {texts.session.signOutEverywhere}
        </Button>
      </header>
      <ErrorNotice error={error ?? ending.error ?? leaving.error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      <ul role="list" className="admin-list">
        {data?.sessions.map((session) => (
          <li key={session.id} className="admin-row">
            <div>
              <p>
                {session.agent || texts.session.unknownAgent}{' '}
                {session.current ? (
                  <span className="admin-badge" data-look="accent">
                    {texts.session.thisOne}
                  </span>
                ) : null}
              </p>
              <p className="soft small">
                {texts.session.since(formatMoment(session.createdAt), formatMoment(session.seenAt))}
              </p>
            </div>
            {session.current ? null : (
              <Button disabled={ending.isPending} onClick={() => ending.mutate(session.id)}>
                {texts.session.endThere}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
