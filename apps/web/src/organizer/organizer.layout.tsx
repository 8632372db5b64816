/** @module The frame around every page of a signed-in organizer. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiError } from '../api/api.error.js';
import { signOut } from '../api/session.api.js';
import { keepSession } from '../api/session.renew.js';
import { texts } from '../texts/texts.js';
import { Brand } from '../ui/brand.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { LanguageSwitch } from '../ui/language.switch.js';
import { NothingHere } from './dead.end.js';
import { eventQuery } from './event/event.query.js';
import { sessionQuery } from './session/session.query.js';
import { closeUploads } from '../upload/upload.registry.js';

const NOT_THERE: ReadonlySet<number> = new Set([403, 404, 422]);

export function OrganizerLayout() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    // A new page is read from its top, also by a screen reader.
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true });
    shown.current = pathname;
  }, [pathname]);
  return (
    <>
      <a className="button skip" href="#content">
        {texts.common.skipToContent}
      </a>
      <header className="masthead">
        <div className="masthead-inner">
          <Link to="/events" className="brand">
            <Brand />
          </Link>
          <UserMenu key={pathname} />
        </div>
      </header>
      <main ref={main} id="content" tabIndex={-1} className="page">
        <Content />
      </main>
    </>
  );
}

/** The page, unless it belongs to an event that does not exist or is not theirs. */
function Content() {
  const { eventId } = useParams({ strict: false });
  const { error } = useQuery({ ...eventQuery(eventId ?? ''), enabled: eventId !== undefined });
  return error instanceof ApiError && NOT_THERE.has(error.status) ? <NothingHere /> : <Outlet />;
}

function UserMenu() {
  const { data: session } = useQuery(sessionQuery);
  const expiresAt = session?.expiresAt;
  useEffect(() => (expiresAt === undefined ? undefined : keepSession(expiresAt)), [expiresAt]);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      closeUploads();
      queryClient.clear();
      await navigate({ to: '/sign-in' });
    },
  });
  const [open, setOpen] = useState(false);
  const items = useId();
  const toggle = useRef<HTMLButtonElement>(null);
  const leaveByKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    toggle.current?.focus();
  };
  return (
    <div className="masthead-menu" onKeyDown={leaveByKey}>
      <button
        ref={toggle}
        type="button"
        className="button button-quiet button-icon masthead-toggle"
        aria-expanded={open}
        aria-controls={items}
        aria-label={texts.common.menu}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'close' : 'menu'} />
      </button>
      <div id={items} className="masthead-user" data-open={open || undefined}>
        {session?.user.role === 'admin' ? (
          <Link to="/admin/users" className="masthead-link">
            {texts.admin.title}
          </Link>
        ) : null}
        <Link
          to="/sessions"
          className="masthead-link masthead-account"
          aria-label={`${session?.user.name ?? ''}: ${texts.session.everywhere}`}
        >
          {session?.user.name}
        </Link>
        <LanguageSwitch />
        <Button look="quiet" busy={leaving.isPending} onClick={() => leaving.mutate()}>
          {texts.session.signOut}
        </Button>
      </div>
    </div>
  );
}
