/** @module Where the HTTP API lives; everything else is the web app. */
export const API_PREFIX = 'api';
