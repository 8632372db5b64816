/** @module Headers that keep the pages to themselves: nothing from elsewhere, nobody's frame, the camera for us alone. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const self = "'self'";

/** @param https whether guests reach us by https, so that browsers may be told to stay there. */
export function securityHeaders({ https }: { https: boolean }): RequestHandler {
  const secure = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: [self],
        imgSrc: [self, 'blob:', 'data:'],
        mediaSrc: [self, 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: [self],
        frameAncestors: ["'none'"],
      },
    },
    // a venue's laptop speaks plain http on its own network
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // the address of a guest's page is a key
    referrerPolicy: { policy: 'no-referrer' },
  });
  return (request, response, next) => {
    response.setHeader(
      'Permissions-Policy',
      'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
    );
    secure(request, response, next);
  };
}
