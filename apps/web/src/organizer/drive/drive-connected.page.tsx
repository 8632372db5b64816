/**
 * @module The page that Google sends people back to: it passes on what Google said, and returns to where they were.
 */
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { finishDriveConsent } from '../../api/drive.api.js';
import { texts } from '../../texts/texts.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { nextPath } from '../session/next.path.js';
import { connectionQuery } from './drive.query.js';
import { takeReturn } from '../../drive/drive.return.js';

export function DriveConnectedRoute() {
  const answer = useSearch({ from: '/organizer/drive/connected' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const sent = useRef(false);
  const [back] = useState(() => nextPath(takeReturn()));
  const [error, setError] = useState<unknown>(null);
  useTitle(texts.drive.title);

  useEffect(() => {
    if (sent.current) return; // a code is valid only once
    sent.current = true;
    finishDriveConsent(answer).then((connection) => {
      client.setQueryData(connectionQuery.queryKey, connection);
      return navigate({ to: back, replace: true });
    }, setError);
  }, [answer, back, client, navigate]);

  if (error === null) return <Loading />;
  return (
    <div className="centred">
      <h1>{texts.drive.refusedTitle}</h1>
      <ErrorNotice error={error} />
      <Link to={back} className="button button-primary">
        {texts.drive.goBack}
      </Link>
    </div>
  );
}
