/**
 * @module The addresses of the organizer's app. Pages get ids as props and know no addresses but those they link to.
 */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from '../api/api.error.js';
import { Loading } from '../ui/notice.js';
import { OrganizerLayout } from './organizer.layout.js';
import { NotFoundPage } from './not-found.page.js';
import { RouteErrorPage } from './route-error.page.js';
import { sessionQuery } from './session/session.query.js';
import { SignInRoute } from './session/sign-in.page.js';

/** The photo shown in the viewer above the page. */
interface PhotoSearch {
  readonly photo?: string;
}

function photoSearch(search: Record<string, unknown>): PhotoSearch {
  return typeof search['photo'] === 'string' ? { photo: search['photo'] } : {};
}

/** What the gallery of an event shows; nothing = all of its photos. */
interface EventSearch extends PhotoSearch {
  readonly album?: string;
  readonly shelf?: 'faceless';
}

function eventSearch(search: Record<string, unknown>): EventSearch {
  return {
    ...photoSearch(search),
    ...(typeof search['album'] === 'string' ? { album: search['album'] } : {}),
    ...(search['shelf'] === 'faceless' ? { shelf: 'faceless' } : {}),
  };
}

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFoundPage,
  errorComponent: RouteErrorPage,
});

export interface SignInSearch {
  /** Path to continue to, within this app. */
  readonly next?: string;
  /** True when a session ended while the app was in use. */
  readonly ended?: true;
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search['next'] === 'string' ? { next: search['next'] } : {}),
    ...(search['ended'] === true ? { ended: true } : {}),
  }),
  component: SignInRoute,
});

const organizerRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'organizer',
  component: OrganizerLayout,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: '/sign-in', search: { next: location.pathname } });
      }
      throw error;
    }
  },
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/events', replace: true });
  },
});

const eventsRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events',
  component: lazyRouteComponent(() => import('./event/events.page.js'), 'EventsPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId',
  validateSearch: eventSearch,
  component: lazyRouteComponent(() => import('./event/event.page.js'), 'EventRoute'),
});

const peopleRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/people',
  component: lazyRouteComponent(() => import('./person/people.page.js'), 'PeopleRoute'),
});

const personRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/people/$personId',
  validateSearch: photoSearch,
  component: lazyRouteComponent(() => import('./person/person.page.js'), 'PersonRoute'),
});

const shareRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/share',
  component: lazyRouteComponent(() => import('./share/share.page.js'), 'ShareRoute'),
});

const cameraRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/cameras',
  component: lazyRouteComponent(() => import('./camera/camera.page.js'), 'CameraRoute'),
});

const photoTrashRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/trash',
  component: lazyRouteComponent(() => import('./trash/photo-trash.page.js'), 'PhotoTrashRoute'),
});

const eventTrashRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/trash',
  component: lazyRouteComponent(() => import('./trash/event-trash.page.js'), 'EventTrashPage'),
});

const driveRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/events/$eventId/drive',
  component: lazyRouteComponent(() => import('./drive/drive.page.js'), 'DriveRoute'),
});

/** What Google's page adds to the address to which it sends people back. */
export interface DriveConnectedSearch {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
}

const driveConnectedRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/drive/connected',
  validateSearch: ({ state, code, error }: Record<string, unknown>): DriveConnectedSearch => ({
    state: typeof state === 'string' ? state : '',
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  }),
  component: lazyRouteComponent(() => import('./drive/drive-connected.page.js'), 'DriveConnectedRoute'),
});

const googleRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/google',
  component: lazyRouteComponent(() => import('./google/google.page.js'), 'GooglePage'),
});

const setPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./session/set-password.page.js'), 'SetPasswordPage'),
});

const receiptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/receipts',
  component: lazyRouteComponent(() => import('./receipt/receipt.page.js'), 'ReceiptPage'),
});

const sessionsRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./session/sessions.page.js'), 'SessionsPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/users',
  component: lazyRouteComponent(() => import('./admin/users.page.js'), 'UsersPage'),
});

const allEventsRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/events',
  component: lazyRouteComponent(() => import('./admin/events.page.js'), 'AllEventsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/audit',
  component: lazyRouteComponent(() => import('./admin/audit.page.js'), 'AuditPage'),
});

const privacyRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/privacy',
  component: lazyRouteComponent(() => import('./admin/privacy.page.js'), 'PrivacyPage'),
});

const queuesRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/queues',
  component: lazyRouteComponent(() => import('./admin/queues.page.js'), 'QueuesPage'),
});

const systemRoute = createRoute({
  getParentRoute: () => organizerRoute,
  path: '/admin/system',
  component: lazyRouteComponent(() => import('./admin/system.page.js'), 'SystemPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  setPasswordRoute,
  receiptRoute,
  homeRoute,
  organizerRoute.addChildren([
    eventsRoute,
    eventRoute,
    peopleRoute,
    personRoute,
    shareRoute,
    cameraRoute,
    photoTrashRoute,
    eventTrashRoute,
    driveRoute,
    driveConnectedRoute,
    googleRoute,
    sessionsRoute,
    usersRoute,
    allEventsRoute,
    auditRoute,
    privacyRoute,
    queuesRoute,
    systemRoute,
  ]),
]);

export function createOrganizerRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  });
}
