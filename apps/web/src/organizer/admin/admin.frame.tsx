/** @module The frame of an administrator's page: its title and the way to the others. */
import './admin.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../../texts/texts.js';
import { Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { DeadEnd } from '../dead.end.js';
import { sessionQuery } from '../session/session.query.js';

/** Read on every render, because the language may change. */
const pages = () =>
  [
    { to: '/admin/users', name: texts.admin.users },
    { to: '/admin/events', name: texts.admin.events },
    { to: '/admin/audit', name: texts.admin.audit },
    { to: '/admin/privacy', name: texts.admin.privacy.title },
    { to: '/admin/queues', name: texts.admin.queues },
    { to: '/admin/system', name: texts.admin.system },
    { to: '/google', name: texts.google.title },
  ] as const;

interface AdminFrameProps {
  readonly title: string;
  readonly intro?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function AdminFrame({ title, intro, action, children }: AdminFrameProps) {
  useTitle(title);
  const { data: session } = useQuery(sessionQuery);
  if (session === undefined) return <Loading />;
  if (session.user.role !== 'admin')
    return <DeadEnd title={texts.admin.adminsOnly} hint={texts.admin.adminsOnlyHint} />;
  return (
    <>
      <nav className="admin-nav" aria-label={texts.admin.title}>
        {pages().map(({ to, name }) => (
          <Link key={to} to={to} className="admin-tab">
            {name}
          </Link>
        ))}
      </nav>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {intro === undefined ? null : <p className="soft">{intro}</p>}
        </div>
        {action}
      </header>
      {children}
    </>
  );
}
